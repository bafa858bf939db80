import type { EvaluatedTechnology, Stratum, StratumKind } from './evaluation.ts';

/** The parts of the scans of a kind; none by contrast in a report that was made before there was one. */
export function partsOf({ strata }: Pick<EvaluatedTechnology, 'strata'>, kind: StratumKind): readonly Stratum[] {
  return strata[kind] ?? [];
}
