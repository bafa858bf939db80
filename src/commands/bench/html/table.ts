import { type Content, type Html, html } from './html.ts';

export interface Table {
  readonly caption: Content;
  readonly head: readonly Content[];
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly Content[])[];
}

/** A table that a screen reader can walk: a caption, headings with their scope. Wide ones scroll by themselves. */
export function tableHtml({ caption, head, rows }: Table): Html {
  if (rows.length === 0) return html``;
  return html`<div class="scroll" role="group" tabindex="0"><table>
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
