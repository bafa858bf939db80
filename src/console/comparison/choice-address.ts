/** The address of the page with what is chosen on it, so that it can be reloaded, passed on and come back to. */
export function addressWith(page: string, choice: FormData): string {
  const address = new URL(page);
  for (const [name, value] of choice) {
    if (typeof value === 'string' && value !== '') address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  return address.href;
}
