/**
 * Puts new children in place of the old ones. Who stood on one of them stands on the new one with the same `data-key`:
 * else the keyboard would begin anew at the top of the page.
 */
export function redraw(root: HTMLElement, children: readonly Node[]): void {
  const held = document.activeElement;
  const key = held !== null && root.contains(held) ? held.getAttribute('data-key') : null;
  root.replaceChildren(...children);
  if (key !== null) root.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
}
