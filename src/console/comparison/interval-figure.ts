import { element } from '../element.ts';
import { intervalText, shareText } from './interval-text.ts';

/** One figure with its 95 % interval. */
export interface IntervalRow {
  readonly label: string;
  /** What kind of figure, and of how many. */
  readonly note: string;
  readonly series: 'first' | 'second' | 'difference';
  readonly isBiased: boolean;
  /** Null where there is only an interval. */
  readonly value: number | null;
  readonly bounds: readonly [lower: number, upper: number];
}

/** Intervals under each other on one scale, each with its numbers beside it. Widths are never cut off. */
export function intervalFigure(rows: readonly IntervalRow[], [least, most]: readonly [number, number]): HTMLElement {
  const place = (value: number) => `${((value - least) / (most - least)) * 100}%`;
  return element('div', { class: 'intervals' }, ...rows.map(drawRow), axis());

  function drawRow({ label, note, series, isBiased, value, bounds }: IntervalRow): HTMLElement {
    const bar = element('span', { class: 'interval-bar' });
    bar.style.left = place(bounds[0]);
    bar.style.width = `${((bounds[1] - bounds[0]) / (most - least)) * 100}%`;
    const numbers = intervalText(value, bounds);
    const track = element('span', { class: 'interval-track', role: 'img', 'aria-label': `${label}: ${numbers}` }, bar);
    if (value !== null) {
      const dot = element('span', { class: 'interval-dot' });
      dot.style.left = place(value);
      track.append(dot);
    }
    return element(
      'div',
      { class: `interval-row is-${series}${isBiased ? ' is-biased' : ''}` },
      element('span', { class: 'interval-label', title: label }, label, element('small', {}, note)),
      track,
      element('span', { class: 'interval-number number', 'aria-hidden': 'true' }, numbers),
    );
  }

  function axis(): HTMLElement {
    const ticks = [least, (least + most) / 2, most].map((value) => element('span', {}, shareText(value)));
    return element(
      'div',
      { class: 'interval-axis', 'aria-hidden': 'true' },
      element('span'),
      element('span', {}, ...ticks),
      element('span'),
    );
  }
}
