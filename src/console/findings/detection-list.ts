import type { Detection } from '../../domain/screening/detection.ts';
import type { Screening } from '../../domain/screening/scan.ts';
import { element } from '../element.ts';
import { scoreText } from '../plain-words.ts';

/** The detections by falling score, each a button that shows its place. */
export function detectionList(
  screening: Screening,
  selected: Detection | null,
  onShow: (at: Detection) => void,
): HTMLElement {
  if (screening.detections.length === 0) {
    const text =
      screening.decision === 'clear'
        ? 'No place stands out.'
        : 'None: this scan was not decided, so look at it yourself.';
    return element('p', { class: 'quiet' }, text);
  }
  const items = [...screening.detections]
    .sort((a, b) => b.score - a.score)
    .map((detection, index) => {
      const { x, y, width, height } = detection.box;
      const button = element(
        'button',
        {
          type: 'button',
          class: 'detection',
          'data-key': String(index),
          'aria-pressed': String(detection === selected),
          title: 'Show this place',
        },
        element('span', { class: 'detection-rank' }, String(index + 1)),
        element('span', { class: 'number detection-score' }, scoreText(detection.score)),
        element(
          'span',
          { class: 'detection-place' },
          detection.category === null ? '' : `${detection.category} `,
          element('span', { class: 'number' }, `${width} × ${height} px`),
          element('small', { class: 'number' }, `${detection.view}, x ${x}, y ${y}`),
        ),
      );
      button.addEventListener('click', () => onShow(detection));
      return element('li', {}, button);
    });
  return element('ol', { class: 'detections' }, ...items);
}
