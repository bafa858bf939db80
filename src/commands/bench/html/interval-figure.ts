import type { Rate } from '../../../domain/comparison/rate.ts';
import { type Content, type Html, html } from './html.ts';
import { linearScale } from './scale.ts';
import { marker, seriesClass } from './series.ts';

/** A part of the scans, and the rate of each technology over it; null where the part has none of the kind. */
export interface IntervalGroup {
  readonly name: string;
  readonly rates: readonly (Rate | null)[];
}

const WIDTH = 532;
const CHARACTER_PX = 6.6;
const MOST_NAME_CHARACTERS = 36;
const RIGHT = 506;
const LINE_PX = 16;
const GAP_PX = 12;
const TOP = 8;

/**
 * Rates with their bounds, a line for each technology, part by part: what lies apart is seen before a digit is read. Parts
 * without such scans are left to the table; nothing where that is all of them.
 */
export function intervalFigure(all: readonly IntervalGroup[], label: string, caption: Content): Html {
  const groups = all.filter(({ rates }) => rates.some((rate) => rate !== null));
  if (groups.length === 0) return html``;
  const longest = Math.max(...groups.map(({ name }) => shortened(name).length));
  const left = Math.round(longest * CHARACTER_PX) + 20;
  const x = linearScale([0, 1], [left, RIGHT]);
  const lines = Math.max(...groups.map(({ rates }) => rates.length));
  const groupPx = lines * LINE_PX + GAP_PX;
  const bottom = TOP + groups.length * groupPx;
  return html`<figure>
<svg viewBox="0 0 ${WIDTH} ${bottom + 44}" role="img" aria-label="${label} by part of the scans; the table holds the values.">
<g class="grid">${x.ticks.map((tick) => html`<path d="M${x.at(tick)} ${TOP}V${bottom}"/>`)}</g>
<g class="tick" text-anchor="middle">${x.ticks.map(
    (tick) => html`<text x="${x.at(tick)}" y="${bottom + 18}">${Math.round(100 * tick)} %</text>`,
  )}</g>
<text class="axis" text-anchor="middle" x="${(left + RIGHT) / 2}" y="${bottom + 38}">${label}</text>
${groups.map(({ name, rates }, place) => {
  const top = TOP + place * groupPx + GAP_PX / 2;
  return [
    html`<text class="part" text-anchor="end" x="${left - 12}" y="${top + (lines * LINE_PX) / 2 + 4}">${shortened(name)}</text>`,
    rates.map((rate, line) => {
      if (rate === null) return null;
      const y = top + (line + 0.5) * LINE_PX;
      const [lower, upper] = rate.bounds;
      return html`<path class="whisker ${seriesClass(line)}" d="M${x.at(lower)} ${y}H${x.at(upper)}"/>${marker(line, x.at(rate.rate), y)}`;
    }),
  ];
})}
<path class="frame" d="M${left} ${TOP}V${bottom}H${RIGHT}"/>
</svg>
<figcaption>${caption}</figcaption>
</figure>
`;
}

/** A name that fits beside the drawing: of a longer one the middle goes, because how many scans it has stands at its end. */
function shortened(name: string): string {
  if (name.length <= MOST_NAME_CHARACTERS) return name;
  const kept = MOST_NAME_CHARACTERS - 1;
  const head = Math.ceil(kept * 0.6);
  return `${name.slice(0, head)}…${name.slice(name.length - (kept - head))}`;
}
