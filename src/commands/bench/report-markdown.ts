import { fixedQueries } from '../../performance/early-stopping.ts';
import { provenanceLines, resultsLines } from '../evaluation/evaluation-markdown.ts';
import { rateText as shareText } from '../evaluation/number-text.ts';
import { msText, percentileName, percentileText, rateText } from './latency-text.ts';
import { REMOTE_HEAD, REMOTE_NOTE, remoteRows } from './remote-text.ts';
import type { Report, Speed } from './report.ts';

type Measured = { readonly id: string; readonly speed: Extract<Speed, { readonly state: 'measured' }> };

/** A report to read: verdicts first, then speed and cost, then quality, then how it came about. */
export function reportMarkdown(report: Report): string {
  const { pairs, warnings, technologies, unavailable, evaluation, onnxRuntime, plan } = report;
  const measured = technologies.flatMap(({ id, speed }): Measured[] =>
    speed.state === 'measured' ? [{ id, speed }] : [],
  );
  const refused = technologies.flatMap(({ id, speed }) =>
    speed.state === 'refused' ? [`${id}: ${speed.reason}`] : [],
  );
  return [
    `# Comparison: ${plan.name}`,
    '',
    ...list(pairs.map(({ first, second, verdict }) => `**${first}** beside **${second}**: ${verdict}.`)),
    ...list([...refused, ...warnings].map((warning) => `**Warning.** ${warning}`)),
    ...list(unavailable.map(({ technology, reason }) => `Not ready: ${technology}: ${reason}`)),
    '## Speed',
    '',
    ...speedTables(measured, report),
    '## Cost',
    '',
    ...costTable(measured),
    ...remoteTable(report),
    '## Quality',
    '',
    ...resultsLines(evaluation, 3),
    '## How it was made',
    '',
    ...provenanceLines(evaluation),
    '',
    `ONNX Runtime ${onnxRuntime}; ${technologies[0]?.answers.scans ?? 0} of the scans were timed.`,
    '',
    '| technology | weights | answers of the timed scans |',
    '| --- | --- | --- |',
    ...technologies.map(
      ({ id, model, answers }) => `| ${id} | \`${model.sha256.slice(0, 12)}\` | \`${answers.sha256.slice(0, 12)}\` |`,
    ),
    '',
  ].join('\n');
}

function speedTables(measured: readonly Measured[], { plan }: Report): readonly string[] {
  const rows = measured.flatMap(({ id, speed }) => speed.scenarios.map((result) => ({ id, result })));
  const single = rows.filter(({ result }) => result.scenario === 'single-stream');
  const offline = rows.filter(({ result }) => result.scenario === 'offline');
  const asked = plan.percentiles.map(
    (percentile) => `${fixedQueries(percentile).rounded.toLocaleString('en')} for ${percentileName(percentile)}`,
  );
  return [
    '**Single stream**: one scan after the other, latency from the intended start. Percentiles after MLPerf LoadGen’s early',
    `stopping, with 99 % confidence no higher; not an MLPerf result. Without early stopping LoadGen asks for ${asked.join(', ')} queries.`,
    '',
    ...table(
      [
        'technology',
        'queries',
        'seconds',
        'mean',
        ...plan.percentiles.map(percentileName),
        `within ${plan.taktSeconds} s`,
      ],
      single.map(({ id, result }) => [
        id,
        String(result.queries),
        result.seconds.toFixed(1),
        result.meanLatencyMs === null ? '–' : msText(result.meanLatencyMs),
        ...result.percentiles.map(percentileText),
        shareText(result.withinTakt),
      ]),
    ),
    '',
    '**Offline**: all scans at once.',
    '',
    ...table(
      ['technology', 'workers', 'scans', 'seconds', 'scans a second'],
      offline.map(({ id, result }) => [
        id,
        String(result.workers),
        String(result.queries),
        result.seconds.toFixed(1),
        rateText(result.scansPerSecond),
      ]),
    ),
    '',
  ];
}

function costTable(measured: readonly Measured[]): readonly string[] {
  return [
    'Memory is the most that the process of a technology held, with all its workers.',
    '',
    ...table(
      ['technology', 'scenario', 'CPU a scan', 'scans a core-second', 'weights', 'load', 'warm-up', 'memory'],
      measured.flatMap(({ id, speed: { scenarios, cost } }) =>
        scenarios.map(({ scenario, cpuMsPerScan, scansPerCoreSecond }) => [
          id,
          scenario,
          msText(cpuMsPerScan),
          rateText(scansPerCoreSecond),
          `${(cost.weightsBytes / 1e6).toFixed(2)} MB`,
          msText(cost.loadMs),
          msText(cost.warmUpMs),
          `${(cost.peakMemoryBytes / 2 ** 20).toFixed(0)} MiB`,
        ]),
      ),
    ),
    '',
  ];
}

function remoteTable(report: Report): readonly string[] {
  const rows = remoteRows(report);
  return rows.length === 0 ? [] : ['## Network', '', REMOTE_NOTE, '', ...table(REMOTE_HEAD, rows), ''];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ];
}

function list(items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [...items.map((item) => `- ${item}`), ''];
}
