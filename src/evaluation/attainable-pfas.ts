/** False-alarm counts that are all kept; above them each is about `RATIO` times the one before. */
const DENSE = 10;
const RATIO = 1.12;

/**
 * The observed Pfa that `benigns` scans allow, ascending from 0 to 1: every one while false alarms are few, where a port
 * works, and thinned out above, so that a curve over any number of scans takes some eighty points at most.
 */
export function attainablePfas(benigns: number): readonly number[] {
  if (benigns === 0) return [];
  const counts = [0];
  for (let count = 1; count < benigns; count = count < DENSE ? count + 1 : Math.ceil(count * RATIO)) counts.push(count);
  return [...counts, benigns].map((count) => count / benigns);
}
