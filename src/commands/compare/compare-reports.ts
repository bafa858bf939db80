import { type Outcome, succeed } from '../../domain/failure.ts';
import type { ScenarioName } from '../../performance/traffic.ts';
import { answerText } from '../bench/answer-text.ts';
import type { Plan } from '../bench/plan/plan.ts';
import type { Agreement } from '../bench/report/pair-report.ts';
import type { Report, ReportedTechnology } from '../bench/report/report.ts';
import { withheldSentences } from '../bench/speed/timed-failures.ts';
import type { Measures } from '../evaluation/evaluation.ts';
import { findPopulation } from '../evaluation/find-population.ts';
import { overallMeasures } from '../evaluation/overall-measures.ts';
import type { ReportComparison, TechnologyComparison } from './comparison.ts';
import { failedNotes } from './failed-notes.ts';
import { judgeChanges, type RawChange } from './judge-changes.ts';
import { type MatchedTechnology, matchTechnologies } from './match-technologies.ts';
import { type PairedScan, pairScans } from './pair-scans.ts';
import { pairScenarios } from './pair-scenarios.ts';
import { independentRankingChanges, pairedRankingChanges } from './ranking-changes.ts';
import { type AnsweredScan, independentRateChanges, pairedRateChanges } from './rate-changes.ts';
import { timeChanges, timesApart, whyApart } from './time-changes.ts';
import { timedFailureChanges } from './timed-failure-changes.ts';
import { uncompared } from './uncompared.ts';
import { worseSentences } from './worse-sentences.ts';

/** A report and the file that it was read from. */
export interface NamedReport {
  readonly file: string;
  readonly report: Report;
}

export interface CompareOptions {
  /** `id` or `id=other id`; those of the same id where none is named. */
  readonly technologies: readonly string[];
  /** What the times of a repeated run may differ by without anybody being slower, as a share. */
  readonly speedMargin: number;
}

/**
 * What changed from one report to another, technology by technology: on the same scans where both reports hold them, as
 * independent samples else. Fails as `matchTechnologies` and `pairScans` do.
 */
export function compareReports(
  first: NamedReport,
  second: NamedReport,
  { technologies: named, speedMargin }: CompareOptions,
): Outcome<ReportComparison> {
  const matching = matchTechnologies(idsOf(first), idsOf(second), named);
  if (!matching.ok) return matching;
  const paired = pairScans(first.report, second.report);
  if (!paired.ok) return paired;
  const apart = whyApart(first.report, second.report);
  const both = matching.value.matched.flatMap((places) => {
    const [a, b] = [first.report.technologies[places.first], second.report.technologies[places.second]];
    if (a === undefined || b === undefined) return [];
    const scenarios = pairScenarios(
      { plan: first.report.plan, speed: a.speed },
      { plan: second.report.plan, speed: b.speed },
    );
    return [{ places, a, b, scenarios }];
  });
  const { scans, pairing } = paired.value;
  const judged = judgeChanges(
    both.map(({ places, a, b, scenarios }) => [
      ...(scans === null
        ? independentChanges(first.report, second.report, places)
        : pairedChanges(scans, places, first.report)),
      ...timedFailureChanges(a.speed, b.speed),
      ...(apart.length > 0 ? [] : timeChanges(scenarios, speedMargin)),
    ]),
  );
  const identities = [identity(first), identity(second)] as const;
  const technologies = both.map(
    ({ places, a, b, scenarios }, place): TechnologyComparison => ({
      first: a.id,
      second: b.id,
      changed: changedParts(a, b),
      agreement: scans === null ? null : agreementOf(answered(scans, places)),
      changes: judged[place] ?? [],
      apart: timesApart(apart.length > 0 ? scenarios : scenarios.filter(({ whyApart: reason }) => reason !== null)),
      notes: [
        ...failedNotes([
          { report: first.report, place: places.first },
          { report: second.report, place: places.second },
        ]),
        ...uncompared({
          changes: judged[place] ?? [],
          first: a,
          second: b,
          scenarios,
          plan: first.report.plan,
          scans: identities,
        }),
      ],
    }),
  );
  return succeed({
    kind: 'scanbench-comparison',
    version: 1,
    first: identities[0],
    second: identities[1],
    scans: pairing,
    speedApart: apart,
    technologies,
    lost: matching.value.lost,
    added: matching.value.added,
    worse: worseSentences({
      technologies,
      lost: matching.value.lost,
      speedless: both.flatMap(({ a, b }) => whyLost(a, b, second.report.plan)),
    }),
  });
}

/** What of the speed of a technology the second report gives no figure of, and the first did; its plan may want less. */
function whyLost(a: ReportedTechnology, b: ReportedTechnology, { scenarios: planned }: Plan): readonly string[] {
  if (a.speed.state === 'refused') return [];
  if (b.speed.state === 'refused') return [`${b.id}: ${b.speed.reason}`];
  const { scenarios, withheld = [] } = b.speed;
  const lacking = a.speed.scenarios.map(({ scenario }) => scenario).filter((had) => !isIn(had, scenarios));
  const lost = withheld.filter(({ scenario }) => lacking.includes(scenario));
  const untimed = lacking.filter((had) => isIn(had, planned) && !isIn(had, withheld));
  return [
    ...withheldSentences(lost).map((sentence) => `${b.id}, ${sentence}`),
    ...untimed.map((scenario) => `${b.id}, ${scenario}: not timed, because the second run was ended early.`),
  ];
}

function isIn(wanted: ScenarioName, scenarios: readonly { readonly scenario: ScenarioName }[]): boolean {
  return scenarios.some(({ scenario }) => scenario === wanted);
}

function pairedChanges(
  scans: readonly PairedScan[],
  places: MatchedTechnology,
  { plan: { pfaLimits, seed } }: Report,
): readonly RawChange[] {
  const both = answered(scans, places);
  return [...pairedRateChanges(both), ...pairedRankingChanges(both, { pfaLimits, seed })];
}

function independentChanges(first: Report, second: Report, places: MatchedTechnology): readonly RawChange[] {
  const [a, b] = [first.technologies[places.first], second.technologies[places.second]];
  const [before, after] = [overallMeasures(first.evaluation, a?.id), overallMeasures(second.evaluation, b?.id)];
  if (before === undefined || after === undefined || a === undefined || b === undefined) return [];
  return [
    ...independentRateChanges(before, after),
    ...independentRankingChanges(
      { auroc: aurocOf(before), detection: a.detection },
      { auroc: aurocOf(after), detection: b.detection },
    ),
  ];
}

function answered(scans: readonly PairedScan[], { first, second }: MatchedTechnology): readonly AnsweredScan[] {
  return scans.flatMap((scan) => {
    const [a, b] = [scan.first[first], scan.second[second]];
    return a === undefined || b === undefined ? [] : [{ truth: scan.truth, first: a, second: b }];
  });
}

function agreementOf(scans: readonly AnsweredScan[]): Agreement {
  return {
    scans: scans.length,
    sameScore: scans.filter(({ first, second }) => first.score === second.score).length,
    sameAnswer: scans.filter(({ first, second }) => answerText(first) === answerText(second)).length,
  };
}

function aurocOf(measures: Measures) {
  return findPopulation(measures, 'all threats')?.auroc ?? null;
}

function changedParts(a: ReportedTechnology, b: ReportedTechnology): readonly string[] {
  return [
    ...(a.model.sha256 === b.model.sha256 ? [] : ['weights']),
    ...(a.model.version === b.model.version ? [] : ['version']),
    ...(a.operatingPoint.threshold === b.operatingPoint.threshold ? [] : ['operating point']),
    ...(a.precision === b.precision ? [] : ['precision']),
  ];
}

function idsOf({ report }: NamedReport): readonly string[] {
  return report.technologies.map(({ id }) => id);
}

function identity({ file, report: { id, plan, evaluation } }: NamedReport): ReportComparison['first'] {
  const { sets, madeAt, host } = evaluation;
  return {
    file,
    id,
    plan: plan.name,
    madeAt,
    scanbench: host.scanbench,
    benigns: sets.reduce((sum, set) => sum + set.benigns, 0),
    threats: sets.reduce((sum, set) => sum + set.threats, 0),
  };
}
