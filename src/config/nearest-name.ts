/** The candidate that takes the fewest edits to become the name, and how many; the first of several. */
export function nearestName(name: string, candidates: readonly string[]): { nearest: string; distance: number } {
  let nearest = '';
  let distance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const edits = editDistance(name, candidate);
    if (edits < distance) {
      nearest = candidate;
      distance = edits;
    }
  }
  return { nearest, distance };
}

/** Levenshtein distance: the fewest insertions, deletions and replacements that turn one name into the other. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
