/**
 * Gives an element these children, in this order. What stands there already stays. Who stood on one that is replaced stands on
 * the new one with the same `data-key`: else the keyboard would begin anew at the top of the page.
 */
export function redraw(root: HTMLElement, children: readonly Node[]): void {
  const held = document.activeElement;
  const key = held !== null && root.contains(held) ? held.getAttribute('data-key') : null;
  const staying = new Set(children);
  for (const child of [...root.childNodes]) {
    if (!staying.has(child)) child.remove();
  }
  for (const [place, child] of children.entries()) {
    const found = root.childNodes[place] ?? null;
    if (found !== child) root.insertBefore(child, found);
  }
  if (key === null || root.contains(document.activeElement)) return;
  root.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
}
