import { aurocText, rateText as shareText } from '../evaluation/number-text.ts';
import { textTable } from '../text-table.ts';
import { percentileName, percentileText, rateText } from './latency-text.ts';
import type { Report } from './report.ts';
import { highestRateText, plannedText } from './scenario-text.ts';

/** The end of a run on a terminal: a line for each technology, the verdicts, and what a reader must be warned of. */
export function summaryText(report: Report): string {
  const { technologies, pairs, warnings, unavailable, plan } = report;
  const rows = technologies.map(({ id, speed }) => [
    id,
    ...qualityCells(report, id),
    ...speedCells(speed, plan.percentiles),
  ]);
  const head = [
    'technology',
    'Pfa',
    'Pd',
    'AUROC',
    ...plan.percentiles.map(percentileName),
    'scans/s',
    'CPU ms a scan',
  ];
  const refused = technologies.flatMap(({ id, speed }) =>
    speed.state === 'refused' ? [`${id}: ${speed.reason}`] : [],
  );
  return [
    textTable(head, rows),
    '',
    ...otherScenarios(report),
    ...pairs.map(({ first, second, verdict }) => `${first} beside ${second}: ${verdict}.`),
    ...(pairs.length === 0 ? [] : ['']),
    ...[...refused, ...warnings].map((warning) => `Warning: ${warning}`),
    ...unavailable.map(({ technology, reason }) => `Not ready: ${technology}: ${reason}`),
    'Latencies after MLPerf LoadGen, from the intended start (in the first table of single-stream); not an MLPerf result.',
  ].join('\n');
}

function qualityCells({ evaluation }: Report, id: string): readonly string[] {
  const measures = evaluation.technologies.find((technology) => technology.id === id)?.measures[0];
  const all = measures?.populations.find(({ name }) => name === 'all threats');
  return [
    shareText(all?.rates.benigns?.alarm ?? null),
    shareText(all?.rates.threats?.alarm ?? null),
    aurocText(all?.auroc ?? null),
  ];
}

function speedCells(speed: Report['technologies'][number]['speed'], percentiles: readonly number[]): readonly string[] {
  if (speed.state === 'refused') return [...percentiles.map(() => 'refused'), 'refused', 'refused'];
  const single = speed.scenarios.find(({ scenario }) => scenario === 'single-stream');
  const throughput = speed.scenarios.find(({ scenario }) => scenario === 'offline');
  const cost = single ?? throughput ?? speed.scenarios[0];
  return [
    ...percentiles.map((_, place) => percentileText(single?.percentiles[place])),
    throughput === undefined ? '–' : rateText(throughput.scansPerSecond),
    cost === undefined || cost.cpuMsPerScan === null ? '–' : cost.cpuMsPerScan.toFixed(1),
  ];
}

/** A table for each scenario that is neither in the first one. */
function otherScenarios({ technologies, plan }: Report): readonly string[] {
  return plan.scenarios
    .filter(({ scenario }) => scenario !== 'single-stream' && scenario !== 'offline')
    .flatMap((planned) => {
      const rows = technologies.flatMap(({ id, speed }) => {
        const results = speed.state === 'measured' ? speed.scenarios : [];
        return results
          .filter(({ scenario }) => scenario === planned.scenario)
          .map((result) => [
            id,
            String(result.queries),
            ...plan.percentiles.map((_, place) => percentileText(result.percentiles[place])),
            shareText(result.withinTakt),
            String(result.openLoop?.refused ?? '–'),
            ...(planned.scenario === 'server' ? [highestRateText(result.searches ?? [])] : []),
          ]);
      });
      const rate = planned.scenario === 'server' ? ['highest rate, scans/s'] : [];
      const latency = [...plan.percentiles.map(percentileName), `within ${plan.taktSeconds} s`, 'refused'];
      return [
        `${planned.scenario} (${plannedText(planned, plan)})`,
        textTable(['technology', 'queries', ...latency, ...rate], rows),
        '',
      ];
    });
}
