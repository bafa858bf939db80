import { counted } from '../../domain/language/counted.ts';
import { isCalibrated } from '../../domain/technology/operating-point.ts';
import { failedRate, failedShare } from '../../evaluation/rates.ts';
import { withoutFolders } from '../origin/command-text.ts';
import { hostText } from '../origin/host-text.ts';
import { markdownCode, markdownText } from '../report-text/markdown-text.ts';
import { aurocText, estimateText, numberText, percent, rangeText, rateText } from '../report-text/number-text.ts';
import { comparisonTables } from './comparison-tables.ts';
import { contrastTable } from './contrast-table.ts';
import {
  type EvaluatedSet,
  type EvaluatedTechnology,
  type Evaluation,
  POPULATIONS,
  type Population,
  STRATUM_KINDS,
  type Stratum,
  type StratumKind,
} from './evaluation.ts';
import { findPopulation } from './find-population.ts';
import { partsOf } from './parts-of.ts';
import { type Row, rowsByCondition } from './rows-by-condition.ts';

/** A report to read: what was screened where, how well, where it fails, and which differences are real. */
export function evaluationMarkdown(evaluation: Evaluation): string {
  return [
    '# Evaluation',
    '',
    ...provenanceLines(evaluation),
    '',
    ...warningLines(evaluation),
    ...resultsLines(evaluation, 2),
    ...evaluation.technologies.flatMap((technology) => [`## ${technology.id}`, ...strataTables(technology), '']),
  ].join('\n');
}

/** What a reader must know before any number: what is missing, in none of them, or not answered. */
function warningLines({ sets, warnings = [] }: Evaluation): readonly string[] {
  const all = [
    ...sets.flatMap((set) =>
      set.unreadable ? [`Scans of ${setName(set)} that cannot be read: ${set.unreadable}.`] : [],
    ),
    ...warnings,
  ];
  return all.length === 0 ? [] : [...all.map((warning) => `- **Warning.** ${markdownText(warning)}`), ''];
}

/** How the numbers came about: the command, the machine, the sets with their n, the thresholds. */
export function provenanceLines(evaluation: Evaluation): readonly string[] {
  return [...originLines(evaluation), '', ...operatingPointTable(evaluation)];
}

/** The command, the machine, and the sets with their n. */
export function originLines({ command, host, madeAt, seed, sets }: Evaluation): readonly string[] {
  return [
    `Made ${madeAt.slice(0, 10)} by ${markdownCode(withoutFolders(command))} on ${markdownText(hostText(host))}; bootstrap seed ${seed}.`,
    '',
    '| set | benign scans | threats | of these below penetration | planes |',
    '| --- | --- | --- | --- | --- |',
    ...sets.map(
      (set) =>
        `| ${markdownText(setName(set))} | ${set.benigns} | ${set.threats} | ${belowText(set)} | ${planesText(set)} |`,
    ),
  ];
}

function operatingPointTable({ technologies }: Evaluation): readonly string[] {
  return [
    '| technology | operating point | threshold | Pfa limit | calibrated on | 95 % bounds |',
    '| --- | --- | --- | --- | --- | --- |',
    ...technologies.flatMap(({ id, operatingPoints }) =>
      operatingPoints.map((point) => {
        const { name, threshold, pfaLimit, benignCount, pfaBounds } = point;
        const calibration = isCalibrated(point) ? counted(benignCount, 'benign scan') : 'nothing: not calibrated';
        const cells = [
          id,
          markdownText(name),
          threshold,
          percent(pfaLimit),
          calibration,
          `${rangeText(pfaBounds, percent)} %`,
        ];
        return `| ${cells.join(' | ')} |`;
      }),
    ),
  ];
}

/** The technologies beside each other, condition by condition, and the paired tests. */
export function resultsLines(evaluation: Evaluation, level: number): readonly string[] {
  const { technologies, comparisons } = evaluation;
  return rowsByCondition(technologies).flatMap(({ condition, title, rows }) => {
    const compared = comparisons.filter((comparison) => comparison.condition === condition);
    return [
      `${'#'.repeat(level)} ${title}`,
      '',
      ...alarmTables(rows),
      '',
      ...(condition === 'all' ? contrastTable(technologies) : []),
      ...curveTable(rows),
      '',
      ...localisationTable(rows),
      ...(compared.length === 0 ? [] : ['', ...comparisonTables(compared)]),
      '',
    ];
  });
}

/** Where one technology finds more and where less: a table for each way to part the scans. */
export function strataTables(technology: EvaluatedTechnology): readonly string[] {
  return STRATUM_KINDS.flatMap((kind) => {
    const parts = partsOf(technology, kind);
    return parts.length === 0 ? [] : ['', ...stratumTable(kind, parts)];
  });
}

/** Pfa and Pd, the same with undecided scans, and AUROC: a line for each technology, or whatever the rows are. */
export function alarmTables(rows: readonly Row[], what = 'technology'): readonly string[] {
  const table = (pick: (population: Population | undefined) => string, benigns: (row: Row) => string) => [
    `| ${what} | benign scans | ${POPULATIONS.join(' | ')} |`,
    `| --- | --- | ${POPULATIONS.map(() => '---').join(' | ')} |`,
    ...rows.map(
      (row) =>
        `| ${[row.name, benigns(row), ...POPULATIONS.map((name) => pick(findPopulation(row.measures, name)))].join(' | ')} |`,
    ),
  ];
  const ofBenigns = (row: Row) => findPopulation(row.measures, 'all threats')?.rates.benigns ?? null;
  const hasFailures = rows.some((row) => {
    const rates = findPopulation(row.measures, 'all threats')?.rates;
    return rates !== undefined && failedShare(rates) !== null;
  });
  return [
    `**Alarms** at the thresholds fixed beforehand: Pfa, then Pd. Undecided ${hasFailures ? 'and failed ' : ''}scans are in every denominator.`,
    '',
    ...table(
      (population) => rateText(population?.rates.threats?.alarm ?? null),
      (row) => rateText(ofBenigns(row)?.alarm ?? null),
    ),
    '',
    ...(hasFailures
      ? [
          '**Failed**: scans to which the technology gave no answer.',
          '',
          ...table(
            (population) => rateText(failedRate(population?.rates.threats ?? null)),
            (row) => rateText(failedRate(ofBenigns(row))),
          ),
          '',
        ]
      : []),
    `**Alarm${hasFailures ? ', undecided or failed' : ' or undecided'}**: what an officer must look at.`,
    '',
    ...table(
      (population) => rateText(population?.rates.threats?.alarmOrUndecided ?? null),
      (row) => rateText(ofBenigns(row)?.alarmOrUndecided ?? null),
    ),
    '',
    `**AUROC**, bounds by DeLong, with fewer than a hundred of a kind as wide as those of Newcombe, too; without a score: scans that lack an energy${hasFailures ? ', and failed ones' : ''}.`,
    '',
    `| ${what} | without a score | ${POPULATIONS.join(' | ')} |`,
    `| --- | --- | ${POPULATIONS.map(() => '---').join(' | ')} |`,
    ...rows.map((row) => {
      const cells = POPULATIONS.map((name) => aurocText(findPopulation(row.measures, name)?.auroc ?? null));
      return `| ${[row.name, row.measures.unscored, ...cells].join(' | ')} |`;
    }),
  ];
}

function curveTable(rows: readonly Row[]): readonly string[] {
  const limits = rows[0]?.measures.operatingCurve.map(({ pfaLimit }) => pfaLimit) ?? [];
  return [
    '**Pd at an observed Pfa**, over all threats, read on these very scans, hence optimistic: what the ranking allows, not what a fixed threshold gives. Bounds with the doubt about the threshold.',
    '',
    `| ${['technology', ...limits.map((limit) => `at ${percent(limit)}`), 'average precision'].join(' | ')} |`,
    `| ${['---', ...limits.map(() => '---'), '---'].join(' | ')} |`,
    ...rows.map(({ name, measures: { operatingCurve, averagePrecision } }) => {
      const cells = limits.map((limit) => {
        const point = operatingCurve.find(({ pfaLimit }) => pfaLimit === limit);
        return point === undefined ? '–' : `${percent(point.pd.rate)} (${rangeText(point.pdBand, percent)})`;
      });
      return `| ${[name, ...cells, estimateText(averagePrecision)].join(' | ')} |`;
    }),
  ];
}

/** Where the detections and the anomaly maps lie: a line for each row and kind of threats. */
export function localisationTable(rows: readonly Row[], what = 'technology'): readonly string[] {
  return [
    '**Where**: threats that a detection touches, and pixels.',
    '',
    `| ${what} | over | touched | pixel AUROC | AUPRO (to 0.3) | AUPIMO (10⁻⁵ to 10⁻⁴) |`,
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.flatMap(({ name, measures }) =>
      measures.localisation.map(({ name: over, touched, pixelAuroc, aupro, aupimo }) => {
        const spread = aupimo === null ? '–' : `${estimateText(aupimo)}, n ${aupimo.n}`;
        return `| ${[name, over, rateText(touched), numberText(pixelAuroc), numberText(aupro), spread].join(' | ')} |`;
      }),
    ),
  ];
}

function stratumTable(kind: StratumKind, parts: readonly Stratum[]): readonly string[] {
  const hasFailures = parts.some(({ failed }) => failed !== undefined);
  return [
    `| ${kind} | Pd | Pd, not below penetration | Pfa | threats / benigns undecided |${hasFailures ? ' failed |' : ''} AUROC |`,
    `| --- | --- | --- | --- | --- | ---${hasFailures ? ' | ---' : ''} |`,
    ...parts.map(({ name, pd, pdVisible, pfa, threatsUndecided, benignsUndecided, failed, auroc }) => {
      const undecided = [threatsUndecided, benignsUndecided].map((rate) => rate?.count ?? '–').join(' / ');
      const cells = [markdownText(name), rateText(pd), rateText(pdVisible), rateText(pfa), undecided];
      return `| ${[...cells, ...(hasFailures ? [failed?.count ?? 0] : []), aurocText(auroc)].join(' | ')} |`;
    }),
  ];
}

/** The last part of a set's folder. */
export function setName({ folder }: EvaluatedSet): string {
  return folder.split('/').filter(Boolean).at(-1) ?? folder;
}

/** The first part of its hash, or a dash where it has none. */
function planesText({ planesSha256 }: EvaluatedSet): string {
  return planesSha256 === null ? '–' : `\`${planesSha256.slice(0, 12)}\``;
}

function belowText({ belowPenetration, threats }: EvaluatedSet): string {
  return threats === 0 ? '0' : `${belowPenetration} (${percent(belowPenetration / threats)})`;
}
