import { type Html, html } from './html.ts';

/** Colours (`.s0` to `.s5` of the style) and shapes in step, so that neither alone carries which technology is meant. */
const SHAPES: readonly ((x: number, y: number) => Html)[] = [
  (x, y) => html`<circle cx="${x}" cy="${y}" r="5"/>`,
  (x, y) => html`<rect x="${x - 4.5}" y="${y - 4.5}" width="9" height="9"/>`,
  (x, y) => html`<path d="M${x} ${y - 6}L${x + 6} ${y + 4.5}H${x - 6}Z"/>`,
  (x, y) => html`<path d="M${x} ${y - 6.5}L${x + 6.5} ${y}L${x} ${y + 6.5}L${x - 6.5} ${y}Z"/>`,
  (x, y) => html`<path d="M${x} ${y + 6}L${x + 6} ${y - 4.5}H${x - 6}Z"/>`,
  (x, y) =>
    html`<path d="M${x - 6} ${y - 2}H${x - 2}V${y - 6}H${x + 2}V${y - 2}H${x + 6}V${y + 2}H${x + 2}V${y + 6}H${x - 2}V${y + 2}H${x - 6}Z"/>`,
];

/** The class of the technology in this place of the report. */
export function seriesClass(place: number): string {
  return `s${place % SHAPES.length}`;
}

/** The mark of the technology in this place, inside a drawing. */
export function marker(place: number, x: number, y: number): Html {
  const shape = SHAPES[place % SHAPES.length];
  return html`<g class="mark ${seriesClass(place)}">${shape === undefined ? null : shape(x, y)}</g>`;
}

/** Which mark is which technology, above drawings. */
export function legend(ids: readonly string[]): Html {
  return html`<ul class="legend">${ids.map((id, place) => html`<li>${keyed(place, id)}</li>`)}</ul>
`;
}

/** The name of the technology in this place behind its mark; where it wraps, its lines stand below each other beside the mark. */
export function keyed(place: number, name: string): Html {
  const mark = html`<svg viewBox="0 0 16 16" width="16" aria-hidden="true">${marker(place, 8, 8)}</svg>`;
  return html`<span class="keyed">${mark}<span>${name}</span></span>`;
}
