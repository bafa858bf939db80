import { setImmediate } from 'node:timers/promises';
import { type Outcome, succeed } from '../../domain/failure.ts';
import { compareInspected, type InspectedComparison } from '../../evaluation/verification/compare-inspected.ts';
import type { ComparedScans, LatencyQuantiles, PartedBy } from '../../records/comparisons.ts';
import { type JointScans, jointScans } from './joint-cells.ts';
import { type DriftSources, type LiveDrift, liveDrift } from './live-drift.ts';
import { comparisonWarnings } from './warnings.ts';

/** Scans on which two technologies are compared, with all that is known of them. */
export interface ComparedPart extends InspectedComparison {
  /** Scans that both screened and no champion did: they are in no other figure. */
  readonly withoutChampion: number;
}

export interface TechnologyComparison extends ComparedPart {
  readonly technologies: readonly [string, string];
  /** Of all screenings of each, whether or not the other screened the scan. */
  readonly latency: { readonly first: LatencyQuantiles | null; readonly second: LatencyQuantiles | null };
  readonly drift: { readonly first: LiveDrift; readonly second: LiveDrift };
  /** What a reader must know before using a figure, in sentences. */
  readonly warnings: readonly string[];
  /** The same figures part by part; empty unless asked for. */
  readonly parts: readonly (ComparedPart & { readonly part: string | null })[];
  /** Parts beyond those shown, which are the ones with the most scans. */
  readonly partsLeftOut: number;
}

/** Bounds are drawn: the same scans give the same bounds on every machine. */
const SEED = 1;
/** A part's bounds are a first look: fewer draws, since there are many parts. */
const PART_DRAWS = 1000;
const MAX_PARTS = 52;
/** All that the records say of two technologies. Fails with `records-unavailable`. */
export async function compareTechnologies(
  sources: DriftSources,
  technologies: readonly [string, string],
  scans: ComparedScans,
  partedBy: PartedBy | null,
): Promise<Outcome<TechnologyComparison>> {
  const { comparisons } = sources;
  const [inspected, decided, latency, drift] = await Promise.all([
    comparisons.inspected(scans, partedBy),
    comparisons.decisions(scans, partedBy),
    ofBoth(technologies, (technology) => comparisons.latency(technology, scans)),
    ofBoth(technologies, (technology) => liveDrift(sources, technology, scans)),
  ]);
  if (!inspected.ok) return inspected;
  if (!decided.ok) return decided;
  if (!latency.ok) return latency;
  if (!drift.ok) return drift;

  const together = <Count extends { readonly part: string | null }>(counts: readonly Count[]) =>
    counts.map((count) => ({ ...count, part: null }));
  const [whole = NO_SCANS] = jointScans(technologies, together(decided.value), together(inspected.value));
  const parts = partedBy === null ? [] : jointScans(technologies, decided.value, inspected.value);
  const comparison = comparePart(whole);
  return succeed({
    technologies,
    ...comparison,
    latency: latency.value,
    drift: drift.value,
    warnings: comparisonWarnings(technologies, comparison, drift.value),
    ...(await compareParts(parts, partedBy)),
  });
}

const NO_SCANS: JointScans = { part: null, cells: [], withoutChampion: 0 };

function comparePart({ cells, withoutChampion }: JointScans, draws?: number): ComparedPart {
  return { ...compareInspected(cells, { seed: SEED, ...(draws !== undefined && { draws }) }), withoutChampion };
}

async function compareParts(
  all: readonly JointScans[],
  partedBy: PartedBy | null,
): Promise<Pick<TechnologyComparison, 'parts' | 'partsLeftOut'>> {
  const screened = ({ cells }: JointScans) => cells.reduce((sum, cell) => sum + cell.screened, 0);
  const shown = all.toSorted((a, b) => screened(b) - screened(a)).slice(0, MAX_PARTS);
  if (partedBy === 'week') shown.sort((a, b) => Number(a.part) - Number(b.part));
  const parts: (ComparedPart & { readonly part: string | null })[] = [];
  for (const scans of shown) {
    parts.push({ part: partName(scans.part, partedBy), ...comparePart(scans, PART_DRAWS) });
    // Each takes milliseconds of computing: scans that come in meanwhile go first.
    await setImmediate();
  }
  return { parts, partsLeftOut: all.length - shown.length };
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
