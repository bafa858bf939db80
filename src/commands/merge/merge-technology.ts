import { type AlarmRates, type DetectionRates, NO_RATES } from '../../domain/comparison/rate.ts';
import { auroc } from '../../evaluation/auroc.ts';
import { aurocHeterogeneity } from '../../evaluation/auroc-heterogeneity.ts';
import { aurocRangeOfBins, type BinnedScores, rankBinned } from '../../evaluation/binned-scores.ts';
import { rateHeterogeneity } from '../../evaluation/heterogeneity.ts';
import { failedRate } from '../../evaluation/rates.ts';
import { detectionOf } from '../bench/measure-detection.ts';
import type { Plan } from '../bench/plan/plan.ts';
import { findPopulation } from '../evaluation/find-population.ts';
import { measuresOverall } from '../evaluation/overall-measures.ts';
import type { TechnologyAtPort, TechnologyGroup } from './group-technologies.ts';
import { mergeLatencies, throughputByPort } from './merge-speeds.ts';
import { addRates, mergeStrata } from './merge-strata.ts';
import type { MergedTechnology } from './merged-report.ts';

/** One technology over all its ports: counts added up, scores as far as bins hold them, and how the ports differ. */
export function mergeTechnology(group: TechnologyGroup, plan: Pick<Plan, 'pfaLimits'>): MergedTechnology {
  const { label, id, operatingPoints, members } = group;
  const byPort = members.map(atPort);
  const histogram = addHistograms(members.map(({ evaluated }) => measuresOverall(evaluated)?.histogram ?? NO_SCORES));
  const scores = rankBinned(histogram);
  const rates = addDetectionRates(byPort.map((member) => member.rates));
  const counts = (pick: (rates: DetectionRates) => AlarmRates | null) =>
    byPort.flatMap((member) => pick(member.rates)?.alarm ?? []);
  return {
    label,
    id,
    model: members[0].reported.model,
    operatingPoints: [...operatingPoints],
    byPort,
    pooled: {
      rates,
      unscored: byPort.reduce((sum, { unscored }) => sum + unscored, 0),
      auroc: auroc(scores),
      aurocRange: aurocRangeOfBins(histogram),
      histogram,
    },
    detection: detectionOf(scores, plan),
    heterogeneity: {
      pd: rateHeterogeneity(counts(({ threats }) => threats)),
      pfa: rateHeterogeneity(counts(({ benigns }) => benigns)),
      auroc: aurocHeterogeneity(byPort.flatMap((member) => member.auroc ?? [])),
    },
    strata: mergeStrata(members),
    latencies: mergeLatencies(members),
    throughput: throughputByPort(members),
  };
}

const NO_SCORES = { threats: [], benigns: [] };

function atPort({ port, evaluated }: TechnologyAtPort) {
  const all = measuresOverall(evaluated);
  const population = findPopulation(all, 'all threats');
  return {
    port,
    rates: population?.rates ?? NO_RATES,
    unscored: all?.unscored ?? 0,
    auroc: population?.auroc ?? null,
  };
}

function addHistograms(histograms: readonly BinnedScores[]): { threats: number[]; benigns: number[] } {
  const bins = Math.max(...histograms.map(({ threats }) => threats.length));
  const add = (pick: (histogram: BinnedScores) => readonly number[]) =>
    Array.from({ length: bins }, (_, bin) =>
      histograms.reduce((sum, histogram) => sum + (pick(histogram)[bin] ?? 0), 0),
    );
  return { threats: add(({ threats }) => threats), benigns: add(({ benigns }) => benigns) };
}

function addDetectionRates(all: readonly DetectionRates[]): DetectionRates {
  const add = (pick: (rates: DetectionRates) => AlarmRates | null): AlarmRates | null => {
    const held = all.map(pick);
    const [alarm, undecided, failed, alarmOrUndecided] = [
      addRates(held.map((rates) => rates?.alarm ?? null)),
      addRates(held.map((rates) => rates?.undecided ?? null)),
      addRates(held.map(failedRate)),
      addRates(held.map((rates) => rates?.alarmOrUndecided ?? null)),
    ];
    if (alarm === null || undecided === null || alarmOrUndecided === null) return null;
    return { alarm, undecided, ...(failed !== null && failed.count > 0 && { failed }), alarmOrUndecided };
  };
  return { threats: add(({ threats }) => threats), benigns: add(({ benigns }) => benigns) };
}
