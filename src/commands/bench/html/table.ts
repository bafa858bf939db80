import { type Content, Html, html } from './html.ts';

export interface Table {
  readonly caption: Content;
  readonly head: readonly Content[];
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly Content[])[];
}

/**
 * A table that a screen reader can walk: a caption, headings with their scope. Wide ones scroll by themselves. Nothing where
 * beside the headings of its rows there are dashes alone.
 */
export function tableHtml({ caption, head, rows }: Table): Html {
  if (!saysSomething(rows)) return html``;
  return html`<div class="scroll" role="region" aria-label="${nameOf(caption)}" tabindex="0"><table>
<caption><span>${caption}</span></caption>
<thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first, ...others]) =>
      html`<tr><th scope="row">${first ?? null}</th>${others.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
  )}</tbody>
</table></div>
`;
}

/** The first sentence of a caption: what a screen reader says of the box when the keyboard comes to it. */
function nameOf(caption: Content): Html {
  const [sentence = ''] = html`${caption}`.text.replaceAll(/<[^>]*>/g, '').split(/(?<=[.:]) /);
  // A quotation mark of the caption's own words would end the attribute.
  return new Html(sentence.replaceAll('"', '&quot;'));
}

function saysSomething(rows: Table['rows']): boolean {
  return rows.some(([, ...cells]) => cells.some((cell) => html`${cell}`.text !== '–'));
}
