import { countedOf } from '../../domain/language/counted.ts';

/** A technology as one of the two runs had it. */
export interface SeenTechnology {
  readonly sha256: string;
  /** Every distinct answer to each timed scan; null where it failed, of which the performance run tells nothing. */
  readonly answers: readonly { readonly scan: string; readonly answer: string | null }[];
}

/**
 * Why the speed of a technology may not stand beside its quality, or null where it may: the accuracy run and the
 * performance run must have had the same weights and given the same answers at the same thresholds (`judgedText`), every
 * time. A failure is no answer, and nothing to hold one against: failures are counted elsewhere.
 */
export function whyNotTheSame(accuracy: SeenTechnology, performance: SeenTechnology): string | null {
  if (accuracy.sha256 !== performance.sha256) {
    return (
      `Its weights changed between the accuracy run (${accuracy.sha256.slice(0, 12)}) and the performance run ` +
      `(${performance.sha256.slice(0, 12)}): run the benchmark anew, and leave the models folder alone meanwhile.`
    );
  }
  const expected = new Map(accuracy.answers.map(({ scan, answer }) => [scan, answer]));
  const changed = performance.answers.filter(({ scan, answer }) => {
    const before = expected.get(scan);
    return before !== null && before !== answer;
  });
  const [example] = changed;
  if (example === undefined) return null;
  const scans = new Set(changed.map(({ scan }) => scan)).size;
  const [before, after] = shortScores(expected.get(example.scan) ?? 'not screened', example.answer ?? '');
  return (
    `Its answers changed between the accuracy run and the performance run on ${countedOf(scans, expected.size, 'timed scan')} ` +
    `(${example.scan}: ${before}, then ${after}): a speed says ` +
    'nothing about a technology that answers otherwise when timed.'
  );
}

/** Two answers with as few digits of their scores as tell them apart, four at the least. */
function shortScores(before: string, after: string): readonly [string, string] {
  for (let digits = 4; digits < 17; digits++) {
    const short = (answer: string) =>
      answer.replace(/\d\.\d+(?:e-\d+)?/, (score) => String(Number(Number(score).toPrecision(digits))));
    if (short(before) !== short(after)) return [short(before), short(after)];
  }
  return [before, after];
}
