import type {
  Comparison,
  EvaluatedTechnology,
  Evaluation,
  Measures,
  PopulationName,
} from '../../src/commands/evaluation/evaluation.ts';
import { findPopulation } from '../../src/commands/evaluation/find-population.ts';
import { aurocText, percent, pText, rateText, signedText } from '../../src/commands/report-text/number-text.ts';
import type { Rate } from '../../src/domain/comparison/rate.ts';
import type { EvaluationName, NamedEvaluation } from './named-evaluation.ts';

/** What was aimed at, what came out, and by how much it was missed. */
export interface AimResult {
  readonly aim: string;
  readonly observed: string;
  /** Null where there is nothing to judge it by. */
  readonly isMet: boolean | null;
  /** How far off; empty where it was met. */
  readonly missedBy: string;
}

const HEAVY_VISIBLE: PopulationName = 'threats of 10 kg and more, not below penetration';
const LEADER = 'tip-unet';
const QUANTISED = 'tip-unet-int8';
const BASELINE = 'local-contrast';
/** Technologies that saw threats in training; all others are unsupervised or classical. */
const SUPERVISED = /^tip-/;
const SIGNIFICANT = 0.05;

/** Holds the project's aims against evaluations; an aim whose evaluation or technology is missing is not judged. */
export function judgeAims(evaluations: readonly NamedEvaluation[]): readonly AimResult[] {
  const of = (name: EvaluationName) => evaluations.find((other) => other.name === name)?.evaluation ?? null;
  return [
    pdAim('test', of('test'), 0.95),
    pdAim('unseen-scanners', of('unseen-scanners'), 0.85),
    leaderAim(of('test')),
    quantisedAim(of('test')),
    ...realDisplayAims(of('real-display')),
  ];
}

function pdAim(name: EvaluationName, evaluation: Evaluation | null, least: number): AimResult {
  const technology = technologyOf(evaluation, LEADER);
  const over = technology === null ? '' : ` (${mainMeasures(technology)?.condition})`;
  const aim = `${LEADER}, ${name}${over}: Pd of at least ${percent(least)} over ${HEAVY_VISIBLE}`;
  const pd = pdOf(technology);
  if (pd === null) return notJudged(aim);
  return judged(aim, rateText(pd), pd.rate >= least, `${(100 * (least - pd.rate)).toFixed(1)} points`);
}

function leaderAim(evaluation: Evaluation | null): AimResult {
  const aim = `${LEADER}, test: a higher AUROC than every technology without threats in training, by a paired test`;
  const rivals = comparisonsWith(evaluation, LEADER).filter(({ rival }) => !SUPERVISED.test(rival));
  if (rivals.length === 0) return notJudged(aim);
  const unbeaten = rivals.filter(({ isBeaten }) => !isBeaten).map(({ rival }) => rival);
  const observed = rivals.map(({ rival, text }) => `${rival} ${text}`).join('; ');
  return judged(aim, observed, unbeaten.length === 0, `not better than ${unbeaten.join(', ')}`);
}

function quantisedAim(evaluation: Evaluation | null): AimResult {
  const aim = `${QUANTISED}, test: Pd at most 1 point below that of ${LEADER}`;
  const [full, quantised] = [pdOf(technologyOf(evaluation, LEADER)), pdOf(technologyOf(evaluation, QUANTISED))];
  if (full === null || quantised === null) return notJudged(aim);
  const loss = 100 * (full.rate - quantised.rate);
  return judged(aim, `${rateText(full)} and ${rateText(quantised)}`, loss <= 1, `${(loss - 1).toFixed(1)} points`);
}

function realDisplayAims(evaluation: Evaluation | null): readonly AimResult[] {
  const rankingAim = 'best trained technology, real 8-bit display scans: AUROC of at least 0.80';
  const pairedAim = `the same, real 8-bit display scans: a higher AUROC than ${BASELINE}, by a paired test`;
  const trained = (evaluation?.technologies ?? []).filter(({ model }) => !CLASSICAL.includes(model.id));
  const best = trained.toSorted((a, b) => (rankingOf(b)?.value ?? 0) - (rankingOf(a)?.value ?? 0))[0];
  const ranking = best === undefined ? null : rankingOf(best);
  if (best === undefined || ranking === null) return [notJudged(rankingAim), notJudged(pairedAim)];
  const off = (0.8 - ranking.value).toFixed(3);
  const result = judged(rankingAim, `${best.model.id} ${aurocText(ranking)}`, ranking.value >= 0.8, off);
  const rival = comparisonsWith(evaluation, best.model.id).find((other) => other.rival === BASELINE);
  if (rival === undefined) return [result, notJudged(pairedAim)];
  return [
    result,
    judged(pairedAim, `${best.model.id} ${rival.text}`, rival.isBeaten, 'the difference is not significant'),
  ];
}

const CLASSICAL: readonly string[] = ['local-contrast', 'pattern-break'];

function technologyOf(evaluation: Evaluation | null, model: string): EvaluatedTechnology | null {
  return evaluation?.technologies.find((technology) => technology.model.id === model) ?? null;
}

/** Of the scans that a dual-energy technology is made for, where a set holds several kinds; else of all. */
function mainMeasures({ measures }: EvaluatedTechnology): Measures | undefined {
  return measures.find(({ condition }) => condition === '16-bit dual') ?? measures[0];
}

function pdOf(technology: EvaluatedTechnology | null): Rate | null {
  const measures = technology === null ? undefined : mainMeasures(technology);
  return findPopulation(measures, HEAVY_VISIBLE)?.rates.threats?.alarm ?? null;
}

function rankingOf({ measures }: EvaluatedTechnology) {
  return findPopulation(measures[0], 'all threats')?.auroc ?? null;
}

interface Rivalry {
  readonly rival: string;
  readonly isBeaten: boolean;
  readonly text: string;
}

/** The paired tests of a model with each other one, turned so that a positive difference is in its favour. */
function comparisonsWith(evaluation: Evaluation | null, model: string): readonly Rivalry[] {
  const all = evaluation?.comparisons ?? [];
  const dual = all.filter(({ condition }) => condition === '16-bit dual');
  const used = dual.length > 0 ? dual : all.filter(({ condition }) => condition === 'all');
  return used.flatMap((comparison) => {
    const sides = sidesOf(comparison, model);
    if (sides === null || comparison.auroc === null) return [];
    const difference = comparison.auroc.difference * sides.sign;
    const { pValue, pHolm } = comparison.auroc;
    return [
      {
        rival: sides.rival,
        isBeaten: difference > 0 && pHolm !== null && pHolm < SIGNIFICANT,
        text: `${signedText(difference)} (p ${pText(pValue)}, by Holm ${pText(pHolm)})`,
      },
    ];
  });
}

function sidesOf(
  { first, second }: Comparison,
  model: string,
): { readonly rival: string; readonly sign: number } | null {
  const [a, b] = [first, second].map((id) => id.split('@')[0] ?? id);
  if (a === model) return { rival: b ?? '', sign: 1 };
  return b === model ? { rival: a ?? '', sign: -1 } : null;
}

function judged(aim: string, observed: string, isMet: boolean, missedBy: string): AimResult {
  return { aim, observed, isMet, missedBy: isMet ? '' : missedBy };
}

function notJudged(aim: string): AimResult {
  return { aim, observed: '–', isMet: null, missedBy: '' };
}
