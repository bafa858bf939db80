/**
 * A sentence where a model gave all benign scans one score: it may be that sure of them, or its answers lie outside 0 to 1
 * and are cut off there. Null where it tells some of them apart, and of one scan.
 */
export function sameScoresWarning(model: string, scores: readonly number[]): string | null {
  const [first, ...others] = scores;
  if (first === undefined || others.length === 0 || others.some((score) => score !== first)) return null;
  return (
    `${model} gave all ${scores.length} benign scans the score ${first}, so whatever scores more alarms. Unless it is that sure of ` +
    'them, its answers lie outside 0 to 1, where they are cut off, or it does not look at what goes in: look at what scanbench models add says of it.'
  );
}
