/** So many of a thing, in words: "1 scan", "2 scans". */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** So many of all that there are: "2 of 3 scans", "1 of 1 scan". */
export function countedOf(count: number, all: number, noun: string, plural?: string): string {
  return `${count} of ${counted(all, noun, plural)}`;
}

/** All that there are: "all 3 scans", "the only scan". */
export function countedAll(count: number, noun: string): string {
  return count === 1 ? `the only ${noun}` : `all ${counted(count, noun)}`;
}
