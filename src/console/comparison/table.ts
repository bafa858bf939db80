import { element } from '../element.ts';

/** A table of texts; the first column names the row. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  const cells = (row: readonly string[]) =>
    row.map((text, i) => (i === 0 ? element('th', { scope: 'row' }, text) : element('td', { class: 'number' }, text)));
  return element(
    'div',
    { class: 'scroll' },
    element(
      'table',
      { class: 'figures-table' },
      element('thead', {}, element('tr', {}, ...head.map((text) => element('th', { scope: 'col' }, text)))),
      element('tbody', {}, ...rows.map((row) => element('tr', {}, ...cells(row)))),
    ),
  );
}
