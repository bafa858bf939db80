/** What a line of `nvidia-smi` says that a GPU draws; null for `[N/A]` and the like. */
export function wattsOf(line: string): number | null {
  return /^\d+(\.\d+)?$/.test(line.trim()) ? Number(line) : null;
}
