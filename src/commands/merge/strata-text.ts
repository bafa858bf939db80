import { STRATUM_KINDS, type StratumKind } from '../evaluation/evaluation.ts';
import { numberText, percent, pText } from '../report-text/number-text.ts';
import type { MergedStratum, MergedTechnology } from './merged-report.ts';

/** Ports are called different where the chance of such differences among equal ones is below it. */
const ALPHA = 0.05;

/** What a part is measured by. */
export type PartMeasure = keyof MergedStratum['heterogeneity'];

export const PART_MEASURES = { pd: 'Pd', pfa: 'Pfa', auroc: 'AUROC' } as const satisfies Readonly<
  Record<PartMeasure, string>
>;

/** Every way to part the scans that has several parts at some technology; with one, it is what stands over all scans. */
export function partedKinds(technologies: readonly Pick<MergedTechnology, 'strata'>[]): readonly StratumKind[] {
  return STRATUM_KINDS.filter(
    (kind) => new Set(technologies.flatMap(({ strata }) => strata[kind].map(({ name }) => name))).size > 1,
  );
}

/** `Rotterdam 95.0 % of 40`, or `Rotterdam 0.912 of 40 × 60`, one text a port that has such scans. */
export function byPortTexts({ byPort }: MergedStratum, measure: PartMeasure): readonly string[] {
  return byPort.flatMap((at) => valueAt(at, measure)?.text ?? []);
}

/** `p 0.0312, I² 78 %`; a dash where fewer than two ports have scans enough of the part, or nothing tells them apart. */
export function alikeText({ heterogeneity }: MergedStratum, measure: PartMeasure): string {
  const found = heterogeneity[measure];
  return found === null ? '–' : `p ${pText(found.pHolm)}, I² ${(100 * found.iSquared).toFixed(0)} %`;
}

/** A sentence for each part of the scans in which the ports plainly differ. */
export function partsDiffer({ label, strata }: MergedTechnology): readonly string[] {
  return STRATUM_KINDS.flatMap((kind) =>
    strata[kind].flatMap((stratum) => [
      ...differs(label, kind, stratum, 'pd'),
      ...differs(label, kind, stratum, 'pfa'),
      ...differs(label, kind, stratum, 'auroc'),
    ]),
  );
}

function differs(label: string, kind: StratumKind, stratum: MergedStratum, measure: PartMeasure): readonly string[] {
  const found = stratum.heterogeneity[measure];
  if (found === null || found.pHolm >= ALPHA) return [];
  const ranked = stratum.byPort
    .flatMap((at) => valueAt(at, measure) ?? [])
    .toSorted((a, b) => a.value - b.value)
    .map(({ port, value }) => `${measure === 'auroc' ? numberText(value) : percent(value)} (${port})`);
  return [
    `${label}: ${PART_MEASURES[measure]} of ${kind} “${stratum.name}” differs between ports, from ${ranked[0]} to ${ranked.at(-1)}, ` +
      `p ${pText(found.pHolm)} by Holm over all parts.`,
  ];
}

/** What a part shows at a port, for who compares it and for who reads it; null where the port has no such scans. */
function valueAt({ port, ...at }: MergedStratum['byPort'][number], measure: PartMeasure) {
  if (measure === 'auroc') {
    if (at.auroc === null) return null;
    const { value, threats, benigns } = at.auroc;
    return { port, value, text: `${port} ${numberText(value)} of ${threats} × ${benigns}` };
  }
  const rate = at[measure];
  return rate === null ? null : { port, value: rate.rate, text: `${port} ${percent(rate.rate)} of ${rate.n}` };
}
