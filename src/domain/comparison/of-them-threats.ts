/** How many of some scans are threats, in words that go on a sentence: `none of them a threat`, `1,204 of them threats`. */
export function ofThemThreats(count: number): string {
  if (count === 0) return 'none of them a threat';
  return count === 1 ? 'one of them a threat' : `${count.toLocaleString('en')} of them threats`;
}
