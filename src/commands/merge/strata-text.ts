import type { Rate } from '../../domain/rate.ts';
import { STRATUM_KINDS, type StratumKind } from '../evaluation/evaluation.ts';
import { percent, pText } from '../evaluation/number-text.ts';
import type { MergedStratum, MergedTechnology } from './merged-report.ts';

/** Ports are called different where the chance of such differences among equal ones is below it. */
const ALPHA = 0.05;

type RateName = keyof MergedStratum['heterogeneity'];

const NAMES = { pd: 'Pd', pfa: 'Pfa' } as const satisfies Readonly<Record<RateName, string>>;

/** Every way to part the scans that has several parts at some technology; with one, it is what stands over all scans. */
export function partedKinds(technologies: readonly Pick<MergedTechnology, 'strata'>[]): readonly StratumKind[] {
  return STRATUM_KINDS.filter(
    (kind) => new Set(technologies.flatMap(({ strata }) => strata[kind].map(({ name }) => name))).size > 1,
  );
}

/** `Rotterdam 95.0 % of 40`, one text a port that has such scans. */
export function byPortTexts({ byPort }: MergedStratum, rate: RateName): readonly string[] {
  return byPort.flatMap((at) => {
    const own = at[rate];
    return own === null ? [] : [`${at.port} ${percent(own.rate)} of ${own.n}`];
  });
}

/** `p 0.0312, I² 78 %`; a dash where fewer than two ports have the part, or nothing tells them apart. */
export function alikeText({ heterogeneity }: MergedStratum, rate: RateName): string {
  const found = heterogeneity[rate];
  return found === null ? '–' : `p ${pText(found.pHolm)}, I² ${(100 * found.iSquared).toFixed(0)} %`;
}

/** A sentence for each part of the scans in which the ports plainly have different rates. */
export function partsDiffer({ label, strata }: MergedTechnology): readonly string[] {
  return STRATUM_KINDS.flatMap((kind) =>
    strata[kind].flatMap((stratum) => [
      ...differs(label, kind, stratum, 'pd'),
      ...differs(label, kind, stratum, 'pfa'),
    ]),
  );
}

function differs(label: string, kind: StratumKind, stratum: MergedStratum, name: RateName): readonly string[] {
  const found = stratum.heterogeneity[name];
  if (found === null || found.pHolm >= ALPHA) return [];
  const ranked = stratum.byPort
    .flatMap(({ port, ...rates }) => (rates[name] === null ? [] : [{ port, rate: rates[name] }]))
    .toSorted((a, b) => a.rate.rate - b.rate.rate);
  const text = (at: { readonly port: string; readonly rate: Rate } | undefined) =>
    at === undefined ? '–' : `${percent(at.rate.rate)} (${at.port})`;
  return [
    `${label}: ${NAMES[name]} of ${kind} “${stratum.name}” differs between ports, from ${text(ranked[0])} to ${text(ranked.at(-1))}, ` +
      `p ${pText(found.pHolm)} by Holm over all parts.`,
  ];
}
