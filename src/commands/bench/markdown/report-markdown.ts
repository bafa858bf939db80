import { provenanceLines, resultsLines, strataTables } from '../../evaluation/evaluation-markdown.ts';
import { markdownText } from '../../report-text/markdown-text.ts';
import { bytesText, msText } from '../../report-text/number-text.ts';
import { hasManyPairs, standingsOf } from '../pairs/standing.ts';
import { STANDINGS_NOTE, standingCells, standingHead } from '../pairs/standing-text.ts';
import { drivenText } from '../plan/driven-text.ts';
import { ENERGY_HEAD, energyNotes, energyRows } from '../report/energy-text.ts';
import { REMOTE_HEAD, REMOTE_NOTE, remoteRows } from '../report/remote-text.ts';
import type { Report } from '../report/report.ts';
import { threeDigitsText } from '../speed/latency-text.ts';
import type { Speed } from '../speed/speed.ts';
import { markdownTable } from './markdown-table.ts';
import { NO_FIGURE, speedMarkdown } from './speed-markdown.ts';

type Measured = { readonly id: string; readonly speed: Extract<Speed, { readonly state: 'measured' }> };

/** A report to read: verdicts first, or where there are many where each technology stands; then speed and cost, then quality, then how it came about. */
export function reportMarkdown(report: Report): string {
  const { pairs, warnings, technologies, unavailable, evaluation, onnxRuntime, plan } = report;
  const measured = technologies.flatMap(({ id, speed }): Measured[] =>
    speed.state === 'measured' ? [{ id, speed }] : [],
  );
  const refused = technologies.flatMap(({ id, speed }) =>
    speed.state === 'refused' ? [`${id}: ${speed.reason}`] : [],
  );
  const verdicts = list(pairs.map(({ first, second, verdict }) => `**${first}** beside **${second}**: ${verdict}.`));
  const isLong = hasManyPairs(report);
  return [
    `# Comparison: ${markdownText(plan.name)}`,
    '',
    ...(isLong ? standingLines(report) : verdicts),
    ...list([...refused, ...warnings].map((warning) => `**Warning.** ${markdownText(warning)}`)),
    ...list(unavailable.map(({ technology, reason }) => `Not ready: ${technology}: ${markdownText(reason)}`)),
    ...(isLong ? ['## Side by side', '', ...verdicts] : []),
    '## Speed',
    '',
    ...speedMarkdown(report),
    '## Cost',
    '',
    ...costTables(measured),
    ...energyLines(report),
    ...remoteTable(report),
    '## Quality',
    '',
    ...resultsLines(evaluation, 3),
    ...partLines(report),
    '## How it was made',
    '',
    ...provenanceLines(evaluation),
    '',
    `${drivenText(plan, onnxRuntime)}; ${technologies[0]?.answers.scans ?? 0} of the scans were timed.`,
    '',
    '| technology | weights | answers of the timed scans |',
    '| --- | --- | --- |',
    ...technologies.map(
      ({ id, model, answers }) => `| ${id} | \`${model.sha256.slice(0, 12)}\` | \`${answers.sha256.slice(0, 12)}\` |`,
    ),
    '',
  ].join('\n');
}

function standingLines(report: Report): readonly string[] {
  const rows = standingsOf(report).map((standing) => [standing.technology, ...standingCells(standing)]);
  return [
    ...markdownTable(standingHead(report.plan), rows),
    '',
    `${STANDINGS_NOTE} Each pair in words: “Side by side”.`,
    '',
  ];
}

/** As the page has it under the same title: by cargo, mass, place, scanner and what else parts the scans. */
function partLines({ evaluation: { technologies } }: Report): readonly string[] {
  const parted = technologies.map((technology) => ({ id: technology.id, tables: strataTables(technology) }));
  if (parted.every(({ tables }) => tables.length === 0)) return [];
  return [
    '## Where each finds more, and where less',
    '',
    'At the thresholds as shipped, exact 95 % bounds. Parts with few scans have wide bounds: look at these first.',
    '',
    ...parted.flatMap(({ id, tables }) => [`### ${id}`, ...tables, '']),
  ];
}

function costTables(measured: readonly Measured[]): readonly string[] {
  if (measured.length === 0) return [NO_FIGURE, ''];
  const ofProcesses = measured.flatMap(({ id, speed: { cost } }) => (cost === null ? [] : [{ id, ...cost }]));
  return [
    ...markdownTable(
      ['technology', 'scenario', 'CPU a scan', 'scans a core-second'],
      measured.flatMap(({ id, speed: { scenarios } }) =>
        scenarios.map(({ scenario, cpuMsPerScan, scansPerCoreSecond }) => [
          id,
          scenario,
          cpuMsPerScan === null ? '–' : msText(cpuMsPerScan),
          scansPerCoreSecond === null ? '–' : threeDigitsText(scansPerCoreSecond),
        ]),
      ),
    ),
    '',
    ...(ofProcesses.length === 0
      ? ['A service was driven: its memory, its weights and its start are its own affair.']
      : [
          'Memory is the most that the process of a technology held, with all its workers.',
          '',
          ...markdownTable(
            ['technology', 'weights', 'load', 'warm-up', 'memory'],
            ofProcesses.map(({ id, weightsBytes, loadMs, warmUpMs, peakMemoryBytes }) => [
              id,
              bytesText(weightsBytes),
              msText(loadMs),
              msText(warmUpMs),
              `${(peakMemoryBytes / 2 ** 20).toFixed(0)} MiB`,
            ]),
          ),
        ]),
    '',
  ];
}

function energyLines(report: Report): readonly string[] {
  const rows = energyRows(report);
  return [...list(energyNotes(report)), ...(rows.length === 0 ? [] : [...markdownTable(ENERGY_HEAD, rows), ''])];
}

function list(items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [...items.map((item) => `- ${item}`), ''];
}

function remoteTable(report: Report): readonly string[] {
  const rows = remoteRows(report);
  return rows.length === 0 ? [] : ['## Network', '', REMOTE_NOTE, '', ...markdownTable(REMOTE_HEAD, rows), ''];
}
