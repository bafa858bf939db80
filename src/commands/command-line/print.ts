/** A line, or several, on standard output: what was found, where progress goes to standard error. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
