import { countedOf } from '../../domain/language/counted.ts';
import { benignsToLimit } from '../../evaluation/compare-pd.ts';
import type { ScenarioName } from '../../performance/traffic.ts';
import type { Plan } from '../bench/plan/plan.ts';
import type { ReportedTechnology } from '../bench/report/report.ts';
import { withheldIn, withheldText } from '../bench/speed/timed-failures.ts';
import { limitText } from '../report-text/number-text.ts';
import type { Change } from './comparison.ts';
import type { PairedScenario } from './pair-scenarios.ts';
import { nameOfLimit } from './ranking-changes.ts';

/** Those whose latencies are compared round by round. */
const ROUND_LATENCIES: readonly ScenarioName[] = ['single-stream', 'multi-stream'];

interface Compared {
  readonly changes: readonly Change[];
  readonly first: ReportedTechnology;
  readonly second: ReportedTechnology;
  readonly scenarios: readonly PairedScenario[];
  /** Of the first report. */
  readonly plan: Pick<Plan, 'pfaLimits'>;
  /** So many of each kind, in each report. */
  readonly scans: readonly [first: ScansByTruth, second: ScansByTruth];
}

type ScansByTruth = Readonly<Record<'threats' | 'benigns', number>>;

/** What two reports could be expected to say of a technology and do not, a sentence each: nothing is left out in silence. */
export function uncompared({ changes, first, second, scenarios, plan, scans }: Compared): readonly string[] {
  const has = (measure: string) => changes.some((change) => change.measure === measure);
  return [
    ...(has('Pd') ? [] : [`Pd is not compared: ${whoLacks(scans, 'threats')}.`]),
    ...(has('Pfa') ? [] : [`Pfa is not compared: ${whoLacks(scans, 'benigns')}.`]),
    ...(has('AUROC')
      ? []
      : ['AUROC is not compared: it takes two threats and two benign scans with a score from both.']),
    ...plan.pfaLimits
      .filter((limit) => !has(nameOfLimit(limit)))
      .map((limit) => {
        const benigns = Math.min(first.detection.benigns, second.detection.benigns);
        const text = `Pd at Pfa ${limitText(limit)} is not compared: `;
        return benigns < benignsToLimit(limit)
          ? `${text}too few benign scans (${benigns} of ${benignsToLimit(limit)}).`
          : `${text}the second report does not state it, or no threat has a score from both.`;
      }),
    ...speedless(first, second),
    ...scenarios.flatMap(({ whyApart }) => whyApart ?? []),
    ...scenarios.flatMap(unanswered),
    ...scenarios.flatMap(refusals),
  ];
}

function whoLacks(scans: Compared['scans'], kind: keyof ScansByTruth): string {
  const name = kind === 'threats' ? 'threat' : 'benign scan';
  const lacking = scans.flatMap((counts, place) => (counts[kind] === 0 ? [place === 0 ? 'first' : 'second'] : []));
  if (lacking.length === 0) return `no ${name} is in both reports`;
  return lacking.length === 2 ? `neither report has a ${name}` : `the ${lacking[0]} report has no ${name}`;
}

function speedless(first: ReportedTechnology, second: ReportedTechnology): readonly string[] {
  if (first.speed.state === 'refused' || second.speed.state === 'refused') {
    const which = [first, second].flatMap(({ speed }, place) =>
      speed.state === 'refused' ? [place === 0 ? 'first' : 'second'] : [],
    );
    return [`Speed is not compared: it was refused in the ${which.join(' and the ')} report, which says why.`];
  }
  const others = second.speed.scenarios;
  return first.speed.scenarios.flatMap(({ scenario }) =>
    others.some((other) => other.scenario === scenario)
      ? []
      : [`${scenario} is not compared: ${whyNone(second.speed, scenario)}.`],
  );
}

function whyNone(speed: ReportedTechnology['speed'], scenario: ScenarioName): string {
  const withheld = withheldIn(speed, scenario);
  return withheld === undefined ? 'the second report has none' : `the second report gives ${withheldText(withheld)}`;
}

/** A round of which the p90 was not answered leaves a scenario without times by round. */
function unanswered({ first, second, whyApart }: PairedScenario): readonly string[] {
  const lacking = [first, second].flatMap(({ scenario, latencyByRound }, place) =>
    ROUND_LATENCIES.includes(scenario) && latencyByRound === null ? [place === 0 ? 'first' : 'second'] : [],
  );
  if (whyApart !== null || lacking.length === 0) return [];
  return [
    `Latencies of ${first.scenario} are not compared: in a round of the ${lacking.join(' and the ')} report more than one in ten queries got no answer.`,
  ];
}

/** Who refuses much answers the rest in no time. */
function refusals({ first, second }: PairedScenario): readonly string[] {
  const refused = [first, second].map(({ openLoop, queries }) => ({ count: openLoop?.refused ?? 0, queries }));
  if (refused.every(({ count }) => count === 0)) return [];
  const text = refused.map(({ count, queries }) => countedOf(count, queries, 'scan')).join(', then ');
  return [`${first.scenario}: ${text} were refused; times are of those that were answered.`];
}
