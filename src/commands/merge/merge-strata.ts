import type { Rate } from '../../domain/comparison/rate.ts';
import { aurocHeterogeneity } from '../../evaluation/auroc-heterogeneity.ts';
import { type Heterogeneity, rateHeterogeneity } from '../../evaluation/heterogeneity.ts';
import { holmAdjust } from '../../evaluation/holm.ts';
import { rateOf } from '../../evaluation/rates.ts';
import { STRATUM_KINDS, type Stratum, type StratumKind } from '../evaluation/evaluation.ts';
import { partFailed } from '../evaluation/part-failed.ts';
import { partsOf } from '../evaluation/parts-of.ts';
import type { TechnologyAtPort } from './group-technologies.ts';
import type { MergedStratum, MergedTechnology } from './merged-report.ts';
import { type PartAuroc, partAuroc } from './part-auroc.ts';

/** A part of the scans at the ports that have it, before it is known how many others its ports are tested beside. */
interface StratumAtPorts {
  readonly kind: StratumKind;
  readonly name: string;
  readonly byPort: readonly { readonly port: string; readonly stratum: Stratum }[];
  readonly together: PartAuroc;
  readonly pd: Heterogeneity | null;
  readonly pfa: Heterogeneity | null;
  readonly auroc: Heterogeneity | null;
}

const MEASURES = ['pd', 'pfa', 'auroc'] as const;

/**
 * Every part of the scans over all ports: counts and histograms added up, and whether the ports have one Pd, one Pfa and one
 * AUROC in it, the p-values by Holm over all parts.
 */
export function mergeStrata(members: readonly TechnologyAtPort[]): MergedTechnology['strata'] {
  const all = STRATUM_KINDS.flatMap((kind) => strataOf(kind, members));
  const pHolm = holmAdjust(all.flatMap((stratum) => MEASURES.map((measure) => stratum[measure]?.pValue ?? null)));
  const merged = all.map((stratum, place) => ({
    kind: stratum.kind,
    stratum: mergeStratum(stratum, pHolm.slice(MEASURES.length * place, MEASURES.length * (place + 1))),
  }));
  const of = (wanted: StratumKind) => merged.flatMap(({ kind, stratum }) => (kind === wanted ? [stratum] : []));
  return {
    condition: of('condition'),
    scanner: of('scanner'),
    cargo: of('cargo'),
    category: of('category'),
    mass: of('mass'),
    place: of('place'),
    contrast: of('contrast'),
  };
}

function strataOf(kind: StratumKind, members: readonly TechnologyAtPort[]): readonly StratumAtPorts[] {
  const names = [...new Set(members.flatMap(({ evaluated }) => partsOf(evaluated, kind).map(({ name }) => name)))];
  return names.map((name) => {
    const byPort = members.flatMap(({ port, evaluated }) => {
      const stratum = partsOf(evaluated, kind).find((other) => other.name === name);
      return stratum === undefined ? [] : [{ port, stratum }];
    });
    const heterogeneity = (pick: (stratum: Stratum) => Rate | null) =>
      rateHeterogeneity(byPort.flatMap(({ stratum }) => pick(stratum) ?? []));
    return {
      ...{ kind, name, byPort, together: partAuroc(kind, name, members) },
      pd: heterogeneity(({ pd }) => pd),
      pfa: heterogeneity(({ pfa }) => pfa),
      auroc: aurocHeterogeneity(byPort.flatMap(({ stratum }) => stratum.auroc ?? [])),
    };
  });
}

function mergeStratum(
  { name, byPort, together, pd, pfa, auroc }: StratumAtPorts,
  [pdHolm, pfaHolm, aurocHolm]: readonly (number | null)[],
): MergedStratum {
  const add = (pick: (stratum: Stratum) => Rate | null) => addRates(byPort.map(({ stratum }) => pick(stratum)));
  const failed = add(partFailed);
  return {
    name,
    byPort: byPort.map(({ port, stratum }) => ({
      ...{ port, pd: stratum.pd, pfa: stratum.pfa, auroc: stratum.auroc },
      ...(stratum.failed !== undefined && { failed: stratum.failed }),
    })),
    pooled: {
      pd: add((stratum) => stratum.pd),
      pdVisible: add(({ pdVisible }) => pdVisible),
      threatsUndecided: add(({ threatsUndecided }) => threatsUndecided),
      pfa: add((stratum) => stratum.pfa),
      benignsUndecided: add(({ benignsUndecided }) => benignsUndecided),
      ...(failed !== null && failed.count > 0 && { failed }),
      ...together,
    },
    heterogeneity: { pd: corrected(pd, pdHolm), pfa: corrected(pfa, pfaHolm), auroc: corrected(auroc, aurocHolm) },
  };
}

function corrected(found: Heterogeneity | null, pHolm: number | null | undefined) {
  return found === null || pHolm === null || pHolm === undefined ? null : { ...found, pHolm };
}

/** Counts added up, with exact bounds; null where no port has any. */
export function addRates(rates: readonly (Rate | null)[]): Rate | null {
  const held = rates.filter((rate) => rate !== null);
  if (held.length === 0) return null;
  return rateOf(
    held.reduce((sum, { count }) => sum + count, 0),
    held.reduce((sum, { n }) => sum + n, 0),
  );
}
