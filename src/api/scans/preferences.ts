/** The preferences in a `Prefer` header (RFC 7240); a comma inside a quoted text separates nothing. */
export function preferencesIn(prefer: string | string[] | undefined): readonly string[] {
  return [prefer ?? ''].flat().flatMap((line) => line.match(/(?:[^",]|"(?:[^"\\]|\\.)*(?:"|$))+/g) ?? []);
}
