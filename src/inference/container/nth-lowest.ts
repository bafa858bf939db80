/**
 * The value that would stand at `nth` (from 0) were the first `count` values sorted; 0 of none. Reorders them, without
 * sorting them all: Hoare's selection, a third of the time (C. A. R. Hoare, "Algorithm 65: Find", Communications of the
 * ACM 4 (7), 1961).
 */
export function nthLowest(values: Float32Array, count: number, nth: number): number {
  let first = 0;
  let last = count - 1;
  while (first < last) {
    const pivot = values[nth] ?? 0;
    let low = first;
    let high = last;
    while (low <= high) {
      while ((values[low] ?? 0) < pivot) low++;
      while ((values[high] ?? 0) > pivot) high--;
      if (low > high) break;
      const swapped = values[low] ?? 0;
      values[low++] = values[high] ?? 0;
      values[high--] = swapped;
    }
    if (high < nth) first = low;
    if (low > nth) last = high;
  }
  return count > 0 ? (values[nth] ?? 0) : 0;
}
