import { element } from '../element.ts';
import { scrollByKeys } from './scroll-by-keys.ts';

/** A table of texts, called as the card that it stands in; the first column names the row. */
export function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  const cells = (row: readonly string[]) =>
    row.map((text, i) => (i === 0 ? element('th', { scope: 'row' }, text) : element('td', { class: 'number' }, text)));
  // Nothing stands over the names of the rows, so that nothing heads them.
  const heads = head.map((text) => (text === '' ? element('td') : element('th', { scope: 'col' }, text)));
  const box = element(
    'div',
    { class: 'scroll', role: 'region', 'aria-label': title },
    element(
      'table',
      { class: 'figures-table' },
      element('thead', {}, element('tr', {}, ...heads)),
      element('tbody', {}, ...rows.map((row) => element('tr', {}, ...cells(row)))),
    ),
  );
  scrollByKeys(box);
  return box;
}
