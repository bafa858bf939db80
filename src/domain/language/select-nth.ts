/**
 * Reorders the first `count` values so that the one at `nth` is the one that would stand there were they sorted, and no
 * greater one is before it: Hoare's selection, a fraction of the time of sorting (C. A. R. Hoare, "Algorithm 65: Find",
 * Communications of the ACM 4 (7), 1961, doi:10.1145/366622.366647).
 */
export function selectNth(values: Float32Array | Float64Array, count: number, nth: number): void {
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
}
