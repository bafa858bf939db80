import type { Rate } from '../../domain/rate.ts';
import { type Heterogeneity, rateHeterogeneity } from '../../evaluation/heterogeneity.ts';
import { holmAdjust } from '../../evaluation/holm.ts';
import { rateOf } from '../../evaluation/rates.ts';
import { STRATUM_KINDS, type Stratum, type StratumKind } from '../evaluation/evaluation.ts';
import type { TechnologyAtPort } from './group-technologies.ts';
import type { MergedStratum, MergedTechnology } from './merged-report.ts';

/** A part of the scans at the ports that have it, before it is known how many others its ports are tested beside. */
interface StratumAtPorts {
  readonly kind: StratumKind;
  readonly name: string;
  readonly byPort: readonly { readonly port: string; readonly stratum: Stratum }[];
  readonly pd: Heterogeneity | null;
  readonly pfa: Heterogeneity | null;
}

/**
 * Every part of the scans over all ports: counts added up, and whether the ports have one Pd and one Pfa in it, the p-values
 * by Holm over all parts. AUROC is left out: reports hold histograms of scores for all scans, not by part.
 */
export function mergeStrata(members: readonly TechnologyAtPort[]): MergedTechnology['strata'] {
  const all = STRATUM_KINDS.flatMap((kind) => strataOf(kind, members));
  const pHolm = holmAdjust(all.flatMap(({ pd, pfa }) => [pd?.pValue ?? null, pfa?.pValue ?? null]));
  const merged = all.map((stratum, place) => ({
    kind: stratum.kind,
    stratum: mergeStratum(stratum, pHolm[2 * place] ?? null, pHolm[2 * place + 1] ?? null),
  }));
  const of = (wanted: StratumKind) => merged.flatMap(({ kind, stratum }) => (kind === wanted ? [stratum] : []));
  return {
    condition: of('condition'),
    scanner: of('scanner'),
    cargo: of('cargo'),
    category: of('category'),
    mass: of('mass'),
    place: of('place'),
  };
}

function strataOf(kind: StratumKind, members: readonly TechnologyAtPort[]): readonly StratumAtPorts[] {
  const names = [...new Set(members.flatMap(({ evaluated }) => evaluated.strata[kind].map(({ name }) => name)))];
  return names.map((name) => {
    const byPort = members.flatMap(({ port, evaluated }) => {
      const stratum = evaluated.strata[kind].find((other) => other.name === name);
      return stratum === undefined ? [] : [{ port, stratum }];
    });
    const heterogeneity = (pick: (stratum: Stratum) => Rate | null) =>
      rateHeterogeneity(byPort.flatMap(({ stratum }) => pick(stratum) ?? []));
    return { kind, name, byPort, pd: heterogeneity(({ pd }) => pd), pfa: heterogeneity(({ pfa }) => pfa) };
  });
}

function mergeStratum(
  { name, byPort, pd, pfa }: StratumAtPorts,
  pdHolm: number | null,
  pfaHolm: number | null,
): MergedStratum {
  const add = (pick: (stratum: Stratum) => Rate | null) => addRates(byPort.map(({ stratum }) => pick(stratum)));
  return {
    name,
    byPort: byPort.map(({ port, stratum }) => ({ port, pd: stratum.pd, pfa: stratum.pfa })),
    pooled: {
      pd: add((stratum) => stratum.pd),
      pdVisible: add(({ pdVisible }) => pdVisible),
      threatsUndecided: add(({ threatsUndecided }) => threatsUndecided),
      pfa: add((stratum) => stratum.pfa),
      benignsUndecided: add(({ benignsUndecided }) => benignsUndecided),
    },
    heterogeneity: {
      pd: pd === null || pdHolm === null ? null : { ...pd, pHolm: pdHolm },
      pfa: pfa === null || pfaHolm === null ? null : { ...pfa, pHolm: pfaHolm },
    },
  };
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
