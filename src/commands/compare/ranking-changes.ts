import { type Auroc, auroc } from '../../evaluation/auroc.ts';
import { compareAurocs } from '../../evaluation/compare-aurocs.ts';
import { comparePdAt } from '../../evaluation/compare-pd.ts';
import { independentDifference } from '../../evaluation/independent-difference.ts';
import { normalTail } from '../../evaluation/normal.ts';
import { type RankedScores, rankScores } from '../../evaluation/ranked-scores.ts';
import { ruleWithin } from '../../evaluation/roc.ts';
import { tallyOf } from '../../evaluation/tally.ts';
import type { Detection } from '../bench/report/report.ts';
import { limitText } from '../report-text/number-text.ts';
import type { RawChange } from './judge-changes.ts';
import type { AnsweredScan } from './rate-changes.ts';

const RANKING = { unit: 'share', better: 'higher', gates: false } as const;

/** What scores alone say, on the scans that both scored: AUROC by DeLong, Pd at a false-alarm limit by drawn thresholds. */
export function pairedRankingChanges(
  scans: readonly AnsweredScan[],
  { pfaLimits, seed }: { readonly pfaLimits: readonly number[]; readonly seed: number },
): readonly RawChange[] {
  const scored = scans.flatMap(({ truth, first, second }) =>
    first.score === null || second.score === null ? [] : [{ truth, first: first.score, second: second.score }],
  );
  const ranked = (which: 'first' | 'second') => rank(scored.map((scan) => ({ truth: scan.truth, score: scan[which] })));
  const [before, after] = [ranked('first'), ranked('second')];
  const n = [scored.length, scored.length] as const;
  const compared = compareAurocs(after, before);
  const [aurocBefore, aurocAfter] = [auroc(before), auroc(after)];
  const ofAuroc: readonly RawChange[] =
    compared.ok && aurocBefore !== null && aurocAfter !== null
      ? [
          {
            ...RANKING,
            measure: 'AUROC',
            n,
            first: aurocBefore.value,
            second: aurocAfter.value,
            effect: compared.value.difference,
            bounds: compared.value.bounds,
            test: 'DeLong, paired',
            pValue: compared.value.pValue,
          },
        ]
      : [];
  const ofPd = pfaLimits.flatMap((pfaLimit): readonly RawChange[] => {
    const found = comparePdAt(after, before, { pfaLimit, seed });
    if (found === null || found.state === 'too-few-benigns') return [];
    const { difference, bounds } = found;
    const pdOf = (scores: RankedScores) => ruleWithin(tallyOf(scores), pfaLimit).hits / found.threats;
    return [
      {
        ...RANKING,
        ...{ measure: nameOfLimit(pfaLimit), n, first: pdOf(before), second: pdOf(after), effect: difference, bounds },
        test: 'drawn thresholds, paired',
        pValue: null,
      },
    ];
  });
  return [...ofAuroc, ...ofPd];
}

/** The same from what each report says of its own scans. */
export function independentRankingChanges(
  first: { readonly auroc: Auroc | null; readonly detection: Detection },
  second: { readonly auroc: Auroc | null; readonly detection: Detection },
): readonly RawChange[] {
  const n = [scansOf(first.detection), scansOf(second.detection)] as const;
  const ofAuroc: readonly RawChange[] =
    first.auroc === null || second.auroc === null
      ? []
      : [
          {
            ...RANKING,
            ...{ measure: 'AUROC', n, first: first.auroc.value, second: second.auroc.value },
            ...effectOf(independentDifference(second.auroc, first.auroc)),
            test: 'DeLong, independent',
            pValue: pValueOf(first.auroc, second.auroc),
          },
        ];
  const ofPd = first.detection.atLimits.flatMap((before): readonly RawChange[] => {
    const after = second.detection.atLimits.find(({ pfaLimit }) => pfaLimit === before.pfaLimit);
    if (before.state !== 'estimated' || after?.state !== 'estimated') return [];
    const [a, b] = [before, after].map(({ pd, pdBand }) => ({ value: pd.rate, bounds: pdBand }));
    if (a === undefined || b === undefined) return [];
    return [
      {
        ...RANKING,
        ...{ measure: nameOfLimit(before.pfaLimit), n, first: a.value, second: b.value },
        ...effectOf(independentDifference(b, a)),
        test: 'bands, independent',
        pValue: null,
      },
    ];
  });
  return [...ofAuroc, ...ofPd];
}

function rank(scans: readonly { readonly truth: 'threat' | 'benign'; readonly score: number }[]): RankedScores {
  const of = (truth: 'threat' | 'benign') => scans.flatMap((scan) => (scan.truth === truth ? [scan.score] : []));
  const ranked = rankScores({ threats: of('threat'), benigns: of('benign') });
  if (!ranked.ok) throw new Error(ranked.failure.message);
  return ranked.value;
}

function effectOf({ difference, bounds }: ReturnType<typeof independentDifference>) {
  return { effect: difference, bounds };
}

function pValueOf(first: Auroc, second: Auroc): number | null {
  if (!first.standardError || !second.standardError) return null;
  return 2 * normalTail(Math.abs(second.value - first.value) / Math.hypot(first.standardError, second.standardError));
}

function scansOf({ threats, benigns }: Detection): number {
  return threats + benigns;
}

/** What Pd at a false-alarm limit is called. */
export function nameOfLimit(pfaLimit: number): string {
  return `Pd at Pfa ${limitText(pfaLimit)}`;
}
