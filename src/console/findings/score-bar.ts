import type { OperatingPoint } from '../../domain/technology/operating-point.ts';
import { element } from '../element.ts';
import { scoreAndThreshold } from '../plain-words.ts';

/** A score against its threshold on one line from 0 to 1. */
export function scoreBar(score: number, operatingPoint: OperatingPoint): HTMLElement {
  const fill = element('span', { class: 'score-fill' });
  fill.style.width = `${score * 100}%`;
  const tick = element('span', { class: 'score-threshold' });
  tick.style.left = `${operatingPoint.threshold * 100}%`;
  const isOver = score >= operatingPoint.threshold;
  const [scoreText, thresholdText] = scoreAndThreshold(score, operatingPoint.threshold);
  const label = `Score ${scoreText}, threshold ${thresholdText}`;
  return element(
    'div',
    { class: `score ${isOver ? 'is-over' : 'is-under'}` },
    element('div', { class: 'score-track', role: 'img', 'aria-label': label }, fill, tick),
    element(
      'div',
      { class: 'score-numbers', 'aria-hidden': 'true' },
      element('span', {}, 'score ', element('b', {}, scoreText)),
      element('span', {}, 'threshold ', element('b', {}, thresholdText)),
    ),
  );
}
