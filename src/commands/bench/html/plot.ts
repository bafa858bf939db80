import { type Content, type Html, html } from './html.ts';
import type { Scale } from './scale.ts';

/** The frame of all drawings with two axes, in SVG units. */
export const PLOT = { width: 532, height: 360, left: 58, right: 506, top: 14, bottom: 308 } as const;

export interface Axis {
  readonly scale: Scale;
  readonly label: string;
  readonly text: (tick: number) => string;
}

export interface Plot {
  readonly x: Axis;
  readonly y: Axis;
  /** What is seen, in a sentence, for who cannot see it. */
  readonly description: string;
  readonly marks: Content;
  readonly caption: Content;
}

/** A figure: two axes with a grid, the marks on it, and a caption that says what they are. */
export function plotFigure({ x, y, description, marks, caption }: Plot): Html {
  const { width, height, left, right, top, bottom } = PLOT;
  return html`<figure>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${description}">
<g class="grid">${x.scale.ticks.map((tick) => html`<path d="M${x.scale.at(tick)} ${top}V${bottom}"/>`)}${y.scale.ticks.map(
    (tick) => html`<path d="M${left} ${y.scale.at(tick)}H${right}"/>`,
  )}</g>
<g class="tick" text-anchor="middle">${x.scale.ticks.map(
    (tick) => html`<text x="${x.scale.at(tick)}" y="${bottom + 18}">${x.text(tick)}</text>`,
  )}</g>
<g class="tick" text-anchor="end">${y.scale.ticks.map(
    (tick) => html`<text x="${left - 8}" y="${y.scale.at(tick) + 4}">${y.text(tick)}</text>`,
  )}</g>
<text class="axis" text-anchor="middle" x="${(left + right) / 2}" y="${height - 10}">${x.label}</text>
<text class="axis" text-anchor="middle" transform="translate(14 ${(top + bottom) / 2}) rotate(-90)">${y.label}</text>
${marks}
<path class="frame" d="M${left} ${top}V${bottom}H${right}"/>
</svg>
<figcaption>${caption}</figcaption>
</figure>
`;
}
