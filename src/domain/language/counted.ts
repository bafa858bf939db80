/** So many of a thing, in words: "1 scan", "2 scans". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
