/** Lets the keyboard stand on a box for as long as its content is wider than it is, so that arrow keys can scroll it. */
export function scrollByKeys(box: HTMLElement): void {
  new ResizeObserver(() => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  }).observe(box);
}
