/**
 * Does what may take away the part of the page that the keyboard stands on, as a button that is hidden once it is pressed.
 * The keyboard stands on `next` then, unless somebody moved it meanwhile: else it would begin anew at the top of the page.
 */
export async function keepKeyboard(change: () => unknown, next: HTMLElement): Promise<void> {
  const held = document.activeElement;
  await change();
  const now = document.activeElement;
  if (held === null || held === document.body || (now !== held && now !== document.body)) return;
  if (!held.checkVisibility()) next.focus();
}
