/** The models' names where these tell two technologies apart, else their whole ids. */
export function shortNames([first, second]: readonly [string, string]): readonly [string, string] {
  const [a, b] = [first.split('@', 1)[0] ?? first, second.split('@', 1)[0] ?? second];
  return a === b ? [first, second] : [a, b];
}
