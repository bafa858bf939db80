import type { Rate } from '../../domain/comparison/rate.ts';
import { LEAST_OF_A_KIND } from '../../evaluation/auroc.ts';
import type { Heterogeneity } from '../../evaluation/heterogeneity.ts';
import { percent, pText, rangeText } from '../report-text/number-text.ts';
import type { MergedTechnology } from './merged-report.ts';

/** Ports are called different where the chance of such differences among equal ones is below it. */
const ALPHA = 0.05;
/** From so many expected events on, χ² is right enough. */
const ENOUGH_EXPECTED = 5;

const NOTHING_APART = 'nothing to tell apart';

/** The head of `heterogeneityRows`. */
export const HETEROGENEITY_HEAD = ['technology', 'measure', 'ports', 'Q', 'p', 'I²', 'remark'];

/** Whether the ports of a technology have one Pd, one Pfa, one AUROC; nothing of a technology at one port. */
export function heterogeneityRows({ label, byPort, heterogeneity }: MergedTechnology): readonly (readonly string[])[] {
  if (byPort.length < 2) return [];
  const { pd, pfa, auroc } = heterogeneity;
  return [
    [label, 'Pd', ...cells(pd, NOTHING_APART)],
    [label, 'Pfa', ...cells(pfa, NOTHING_APART)],
    [label, 'AUROC', ...cells(auroc, `fewer than two ports with ${LEAST_OF_A_KIND} of each kind, or ${NOTHING_APART}`)],
  ];
}

function cells(found: Heterogeneity | null, whyNone: string): readonly string[] {
  if (found === null) return ['–', '–', '–', '–', whyNone];
  const { groups, q, pValue, iSquared, iSquaredBounds, smallestExpected } = found;
  const isRough = smallestExpected !== null && smallestExpected < ENOUGH_EXPECTED;
  return [
    String(groups),
    q.toFixed(1),
    pText(pValue),
    `${whole(iSquared)} % (${rangeText(iSquaredBounds, whole)})`,
    isRough ? `rough: at one port ${smallestExpected.toFixed(1)} expected` : '',
  ];
}

/** A sentence where the ports plainly have different rates: their sum is that of this mix of ports, of no port alone. */
export function portsDiffer({ label, byPort, heterogeneity }: MergedTechnology): readonly string[] {
  const sentence = (name: string, found: Heterogeneity | null, rates: readonly { port: string; rate: Rate }[]) => {
    const ranked = rates.toSorted((a, b) => a.rate.rate - b.rate.rate);
    const [lowest, highest] = [ranked[0], ranked.at(-1)];
    if (found === null || found.pValue >= ALPHA || lowest === undefined || highest === undefined) return [];
    return [
      `${label}: ${name} differs between ports, from ${percent(lowest.rate.rate)} (${lowest.port}) to ${percent(highest.rate.rate)} (${highest.port}), ` +
        `p ${pText(found.pValue)}: what all ports have together holds for this mix of them, not for a port alone.`,
    ];
  };
  const ratesOf = (kind: 'threats' | 'benigns') =>
    byPort.flatMap(({ port, rates }) => {
      const rate = rates[kind]?.alarm;
      return rate === undefined ? [] : [{ port, rate }];
    });
  return [
    ...sentence('Pd', heterogeneity.pd, ratesOf('threats')),
    ...sentence('Pfa', heterogeneity.pfa, ratesOf('benigns')),
  ];
}

function whole(share: number): string {
  return (100 * share).toFixed(0);
}
