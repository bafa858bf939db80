import type { Auroc } from '../../evaluation/auroc.ts';
import type { Rate } from '../../evaluation/rates.ts';
import type {
  Comparison,
  EvaluatedSet,
  EvaluatedTechnology,
  Evaluation,
  Host,
  PopulationName,
  StratumKind,
} from './evaluation.ts';
import { POPULATIONS, STRATUM_KINDS } from './evaluation.ts';

/** A report to read: what was screened where, how well, where it fails, and which differences are real. */
export function evaluationMarkdown(evaluation: Evaluation): string {
  return [
    '# Evaluation',
    '',
    ...provenanceLines(evaluation),
    '',
    ...resultsMarkdown(evaluation, 2),
    ...evaluation.technologies.flatMap((technology) => ['', ...technologyMarkdown(technology, 2)]),
    '',
  ].join('\n');
}

/** How the numbers came about: the command, the machine, the sets with their n. */
export function provenanceLines({ command, host, madeAt, seed, sets }: Evaluation): readonly string[] {
  return [
    `Made ${madeAt.slice(0, 10)} by \`${command}\` on ${hostText(host)}; bootstrap seed ${seed}.`,
    '',
    '| set | benign scans | threats | of these below penetration | planes |',
    '| --- | --- | --- | --- | --- |',
    ...sets.map(
      (set) =>
        `| ${setName(set)} | ${set.benigns} | ${set.threats} | ${belowText(set)} | \`${set.planesSha256.slice(0, 12)}\` |`,
    ),
  ];
}

/** What is compared: one table for each population, localisation, and the paired tests. */
export function resultsMarkdown(evaluation: Evaluation, level: number): readonly string[] {
  const { technologies, comparisons } = evaluation;
  const heading = '#'.repeat(level);
  return [
    `${heading} Found`,
    '',
    'At the threshold that was fixed on calibration benigns. Undecided scans are in every denominator; `+ undecided` counts them as alarms, as an officer must.',
    ...POPULATIONS.flatMap((name) => ['', `**${capital(name)}**`, '', ...populationTable(name, technologies)]),
    '',
    `${heading} False alarms on benign scans`,
    '',
    '| technology | limit | Pfa | + undecided | undecided |',
    '| --- | --- | --- | --- | --- |',
    ...technologies.map(({ id, operatingPoint, populations }) => {
      const benigns = populations[0]?.rates.benigns ?? null;
      const cells = [benigns?.alarm, benigns?.alarmOrUndecided, benigns?.undecided].map((rate) =>
        rateText(rate ?? null),
      );
      return `| ${id} | ${percent(operatingPoint.pfaLimit)} | ${cells.join(' | ')} |`;
    }),
    '',
    `${heading} Found at an observed Pfa`,
    '',
    'Read on the test scans themselves, hence optimistic: it shows what a ranking allows, not what a fixed threshold gives. Bounds by bootstrap.',
    '',
    ...curveTable(technologies),
    '',
    `${heading} Where`,
    '',
    '| technology | threats touched by a detection | pixel AUROC | AUPRO (≤ 0.3) | AUPIMO (10⁻⁵…10⁻⁴) |',
    '| --- | --- | --- | --- | --- |',
    ...technologies.flatMap(({ id, localisation }) =>
      localisation.map(({ name, touched, pixelAuroc, aupro, aupimo }) => {
        const spread =
          aupimo === null ? '–' : `${number(aupimo.value)} (${span(aupimo.bounds, number)}; n ${aupimo.n})`;
        return `| ${id}, ${name} | ${rateText(touched)} | ${orDash(pixelAuroc)} | ${orDash(aupro)} | ${spread} |`;
      }),
    ),
    ...(comparisons.length === 0 ? [] : ['', `${heading} Paired tests`, '', ...comparisonTables(comparisons)]),
  ];
}

/** Where one technology finds more and where less. */
export function technologyMarkdown({ id, strata }: EvaluatedTechnology, level: number): readonly string[] {
  return [
    `${'#'.repeat(level)} ${id}`,
    ...STRATUM_KINDS.filter((kind) => strata[kind].length > 0).flatMap((kind) => ['', ...stratumTable(kind, strata)]),
  ];
}

function populationTable(name: PopulationName, technologies: readonly EvaluatedTechnology[]): readonly string[] {
  return [
    '| technology | Pd | + undecided | AUROC |',
    '| --- | --- | --- | --- |',
    ...technologies.map(({ id, populations }) => {
      const population = populations.find((other) => other.name === name);
      const threats = population?.rates.threats ?? null;
      const cells = [rateText(threats?.alarm ?? null), rateText(threats?.alarmOrUndecided ?? null)];
      return `| ${id} | ${cells.join(' | ')} | ${aurocText(population?.auroc ?? null)} |`;
    }),
  ];
}

function curveTable(technologies: readonly EvaluatedTechnology[]): readonly string[] {
  const limits = technologies[0]?.operatingCurve.map(({ pfaLimit }) => pfaLimit) ?? [];
  const row = ({ id, operatingCurve, averagePrecision }: EvaluatedTechnology) => {
    const cells = limits.map((limit) => {
      const point = operatingCurve.find(({ pfaLimit }) => pfaLimit === limit);
      return point === undefined ? '–' : `${percent(point.pd.rate)} (${span(point.pdBand, percent)})`;
    });
    const precision =
      averagePrecision === null ? '–' : `${number(averagePrecision.value)} (${span(averagePrecision.bounds, number)})`;
    return `| ${[id, ...cells, precision].join(' | ')} |`;
  };
  return [
    `| technology | ${[...limits.map((limit) => `Pd at ${percent(limit)}`), 'average precision'].join(' | ')} |`,
    `| ${['---', ...limits.map(() => '---'), '---'].join(' | ')} |`,
    ...technologies.map(row),
  ];
}

function comparisonTables(comparisons: readonly Comparison[]): readonly string[] {
  const conditions = [...new Set(comparisons.map(({ condition }) => condition))];
  return [
    'DeLong for AUROC, exact McNemar for alarms at the operating points, on the scans that both scored; p by Holm over the pairs of a table.',
    ...conditions.flatMap((condition) => [
      '',
      `**${condition === 'all' ? 'All scans' : condition}**`,
      '',
      '| first | second | n threats / benigns | AUROC difference | p | only first / only second finds | p | only first / only second clears | p |',
      '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
      ...comparisons.filter((comparison) => comparison.condition === condition).map(comparisonRow),
    ]),
  ];
}

function comparisonRow({ first, second, threats, benigns, auroc, onThreats, onBenigns }: Comparison): string {
  const alarms = (paired: Comparison['onThreats']) =>
    paired === null
      ? ['–', '–']
      : [`${paired.counts.onlyFirstRight} / ${paired.counts.onlySecondRight}`, pText(paired.pHolm)];
  const difference =
    auroc === null ? ['–', '–'] : [`${signed(auroc.difference)} (${span(auroc.bounds, signed)})`, pText(auroc.pHolm)];
  const cells = [first, second, `${threats} / ${benigns}`, ...difference, ...alarms(onThreats), ...alarms(onBenigns)];
  return `| ${cells.join(' | ')} |`;
}

function stratumTable(kind: StratumKind, strata: EvaluatedTechnology['strata']): readonly string[] {
  return [
    `| ${kind} | Pd | Pd, not below penetration | Pfa | threats / benigns undecided | AUROC |`,
    '| --- | --- | --- | --- | --- | --- |',
    ...strata[kind].map(({ name, pd, pdVisible, pfa, threatsUndecided, benignsUndecided, auroc }) => {
      const undecided = [threatsUndecided, benignsUndecided].map((rate) => rate?.count ?? '–').join(' / ');
      return `| ${name} | ${rateText(pd)} | ${rateText(pdVisible)} | ${rateText(pfa)} | ${undecided} | ${aurocText(auroc)} |`;
    }),
  ];
}

function hostText({ cpu, usableCpus, memoryGiB, system, node, scanbench }: Host): string {
  return `${cpu}, ${usableCpus} CPUs, ${memoryGiB} GiB, ${system}, Node ${node}, Scanbench ${scanbench}`;
}

function setName({ folder }: EvaluatedSet): string {
  return folder.split('/').filter(Boolean).at(-1) ?? folder;
}

function belowText({ belowPenetration, threats }: EvaluatedSet): string {
  return threats === 0 ? '0' : `${belowPenetration} (${percent(belowPenetration / threats)})`;
}

/** `95 of 100, 95.0 % (88.7 to 98.4)`. */
export function rateText(rate: Rate | null): string {
  return rate === null ? '–' : `${rate.count} of ${rate.n}, ${percent(rate.rate)} (${span(rate.bounds, percent)})`;
}

export function aurocText(auroc: Auroc | null): string {
  return auroc === null ? '–' : `${number(auroc.value)} (${span(auroc.bounds, number)})`;
}

function span([lower, upper]: readonly [number, number], text: (value: number) => string): string {
  return `${text(lower).replace(' %', '')} to ${text(upper).replace(' %', '')}`;
}

export function percent(share: number): string {
  const value = 100 * share;
  return `${value.toFixed(value > 0 && value < 1 ? 2 : 1)} %`;
}

function pText(p: number | null): string {
  if (p === null) return '–';
  return p < 0.0001 ? '< 0.0001' : p.toFixed(4);
}

function number(value: number): string {
  return value.toFixed(3);
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}

function orDash(value: number | null): string {
  return value === null ? '–' : number(value);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
