import { type Html, html } from './html.ts';

/**
 * Colours (`.s0` to `.s5` of the style) and shapes in step, so that neither alone carries which technology is meant. From the
 * seventh on marks are hollow and lines dashed another way (`.hollow`): twelve can be told apart.
 */
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
  const isHollow = place % (2 * SHAPES.length) >= SHAPES.length;
  return `s${place % SHAPES.length}${isHollow ? ' hollow' : ''}`;
}

/** The mark of the technology in this place, inside a drawing. */
export function marker(place: number, x: number, y: number): Html {
  const shape = SHAPES[place % SHAPES.length];
  return html`<g class="mark ${seriesClass(place)}">${shape === undefined ? null : shape(x, y)}</g>`;
}

/** Which mark and which line is which technology, above drawings. */
export function legend(ids: readonly string[]): Html {
  return html`<ul class="legend">${ids.map((id, place) => html`<li>${named(lineAndMark(place), id)}</li>`)}</ul>
`;
}

function lineAndMark(place: number): Html {
  const line = html`<path class="line ${seriesClass(place)}" d="M0 8H44"/>`;
  return html`<svg viewBox="0 0 44 16" width="44" aria-hidden="true">${line}${marker(place, 22, 8)}</svg>`;
}

/** The name of the technology in this place behind its mark; where it wraps, its lines stand below each other beside the mark. */
export function keyed(place: number, name: string): Html {
  return named(html`<svg viewBox="0 0 16 16" width="16" aria-hidden="true">${marker(place, 8, 8)}</svg>`, name);
}

function named(mark: Html, name: string): Html {
  return html`<span class="keyed">${mark}<span>${name}</span></span>`;
}
