import type { ComparedPart, LiveComparison } from '../../domain/comparison/live-comparison.ts';
import { type Outcome, succeed } from '../../domain/failure.ts';
import type { ComparedScans, PartedBy } from '../../records/comparisons.ts';
import type { CompareCells } from './compare-cells.ts';
import { decidedWith } from './decided-with.ts';
import { type JointScans, jointScans } from './joint-cells.ts';
import { type DriftSources, liveDrift } from './live-drift.ts';
import { comparisonWarnings } from './warnings.ts';

/** Bounds are drawn: the same scans give the same bounds on every machine. */
const SEED = 1;
/** A part's bounds are a first look: fewer draws, since there are many parts. */
const PART_DRAWS = 1000;
const MAX_PARTS = 52;

export interface ComparisonSources extends DriftSources {
  readonly compareCells: CompareCells;
}

/** All that the records say of two technologies. Fails with `records-unavailable`. */
export async function compareTechnologies(
  sources: ComparisonSources,
  technologies: readonly [string, string],
  scans: ComparedScans,
  partedBy: PartedBy | null,
): Promise<Outcome<LiveComparison>> {
  const { comparisons, compareCells } = sources;
  const [inspected, decided] = await Promise.all([
    comparisons.inspected(scans, partedBy),
    comparisons.decisions(scans, partedBy),
  ]);
  if (!inspected.ok) return inspected;
  if (!decided.ok) return decided;

  const together = <Count extends { readonly part: string | null }>(counts: readonly Count[]) =>
    counts.map((count) => ({ ...count, part: null }));
  const [whole = NO_SCANS] = jointScans(technologies, together(decided.value), together(inspected.value));
  const parts = partedBy === null ? [] : jointScans(technologies, decided.value, inspected.value);
  // The database reads on while the bounds are drawn.
  const [comparison, compared, latency, drift] = await Promise.all([
    comparePart(compareCells, whole),
    compareParts(compareCells, parts, partedBy),
    ofBoth(technologies, (technology) => comparisons.latency(technology, scans)),
    ofBoth(technologies, (technology) => liveDrift(sources, technology, scans)),
  ]);
  if (!latency.ok) return latency;
  if (!drift.ok) return drift;
  const settings = decidedWith(technologies, decided.value);
  return succeed({
    technologies,
    ...comparison,
    decidedWith: settings,
    latency: latency.value,
    drift: drift.value,
    warnings: comparisonWarnings(technologies, comparison, { decidedWith: settings, drift: drift.value }),
    ...compared,
  });
}

const NO_SCANS: JointScans = {
  part: null,
  cells: [],
  withoutChampion: 0,
  screenedByOne: { first: 0, second: 0 },
};

async function comparePart(
  compareCells: CompareCells,
  { cells, withoutChampion, screenedByOne }: JointScans,
  draws?: number,
): Promise<ComparedPart> {
  const compared = await compareCells({ cells, seed: SEED, ...(draws !== undefined && { draws }) });
  return { ...compared, withoutChampion, screenedByOne };
}

async function compareParts(
  compareCells: CompareCells,
  all: readonly JointScans[],
  partedBy: PartedBy | null,
): Promise<Pick<LiveComparison, 'parts' | 'partsLeftOut'>> {
  const screened = ({ cells }: JointScans) => cells.reduce((sum, cell) => sum + cell.screened, 0);
  const shown = all.toSorted((a, b) => screened(b) - screened(a)).slice(0, MAX_PARTS);
  if (partedBy === 'week') shown.sort((a, b) => Number(a.part) - Number(b.part));
  const parts = shown.map(async (scans) => ({
    part: partName(scans.part, partedBy),
    ...(await comparePart(compareCells, scans, PART_DRAWS)),
  }));
  return { parts: await Promise.all(parts), partsLeftOut: all.length - shown.length };
}

/** Weeks are counted from Monday, 5 January 1970, and named by their first day. */
function partName(part: string | null, partedBy: PartedBy | null): string | null {
  if (partedBy !== 'week' || part === null) return part;
  return new Date(Number(part) * 604_800_000 + 345_600_000).toISOString().slice(0, 10);
}

async function ofBoth<Value>(
  [first, second]: readonly [string, string],
  ask: (technology: string) => Promise<Outcome<Value>>,
): Promise<Outcome<{ readonly first: Value; readonly second: Value }>> {
  const [ofFirst, ofSecond] = await Promise.all([ask(first), ask(second)]);
  if (!ofFirst.ok) return ofFirst;
  if (!ofSecond.ok) return ofSecond;
  return succeed({ first: ofFirst.value, second: ofSecond.value });
}
