/** In the session of this tab only: closed with it, and never on the disk of a machine that officers share. */
const NAME = 'scanbench-key';

/** The key that was entered on this page, or null. */
export function accessKey(): string | null {
  return sessionStorage.getItem(NAME);
}

/** Keeps a key for this tab; null forgets it. */
export function keepAccessKey(key: string | null): void {
  if (key === null) sessionStorage.removeItem(NAME);
  else sessionStorage.setItem(NAME, key);
}
