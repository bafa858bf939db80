/** Whether a `Prefer` header (RFC 7240) asks for `respond-async`. */
export function prefersAsync(prefer: string | string[] | undefined): boolean {
  return [prefer ?? '']
    .flat()
    .join(',')
    .split(',')
    .some((preference) => /^\s*respond-async\s*(;.*)?$/i.test(preference));
}
