import type { EvaluatedTechnology } from '../../src/commands/evaluation/evaluation.ts';
import { alarmTables, localisationTable, strataTables } from '../../src/commands/evaluation/evaluation-markdown.ts';
import { percent, rangeText } from '../../src/commands/report-text/number-text.ts';
import type { OperatingPoint } from '../../src/domain/technology/operating-point.ts';
import { caveatLines, EVALUATION_TITLES, type EvaluationName, type NamedEvaluation } from './named-evaluation.ts';

/** Where the measured part of a card begins and ends; all else is written by hand. */
const BEGIN = '<!-- measured: begin -->';
const END = '<!-- measured: end -->';

/** Puts the measured part into a card, in place of the one before. Throws where the card has no place for it. */
export function replaceResults(card: string, section: string): string {
  const begin = card.indexOf(BEGIN);
  const end = card.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the card has no ${BEGIN} … ${END}`);
  return `${card.slice(0, begin)}${BEGIN}\n${section}\n${card.slice(end)}`;
}

/** One technology's part of an evaluation. */
export interface OwnResults {
  readonly name: EvaluationName;
  readonly technology: EvaluatedTechnology;
}

/** A model's own part of each evaluation that it was in. */
export function resultsOf(model: string, evaluations: readonly NamedEvaluation[]): readonly OwnResults[] {
  return evaluations.flatMap(({ name, evaluation }) => {
    const technology = evaluation.technologies.find((other) => other.model.id === model);
    return technology === undefined ? [] : [{ name, technology }];
  });
}

/** The measured part of a card: operating points, then each evaluation by condition, and where it finds less. */
export function cardSection(points: readonly OperatingPoint[], results: readonly OwnResults[]): string {
  return [
    ...points.map(pointText),
    '',
    'Beside the other technologies, and how it was made: `docs/results.md`.',
    ...results.flatMap(({ name, technology }) => {
      const rows = technology.measures.map((measures) => ({ name: measures.condition, measures }));
      return [
        '',
        `### ${EVALUATION_TITLES[name]}`,
        '',
        ...caveatLines(name),
        ...alarmTables(rows, 'scans'),
        '',
        ...localisationTable(rows, 'scans'),
        ...strataTables(technology),
      ];
    }),
  ].join('\n');
}

function pointText({ name, threshold, pfaLimit, benignCount, pfaBounds }: OperatingPoint): string {
  return (
    `- Operating point \`${name}\`: threshold ${threshold}, for a false-alarm limit of ${percent(pfaLimit)}, from ` +
    `${benignCount} benign scans (95 % bounds ${rangeText(pfaBounds, percent)} %).`
  );
}

/** What a manifest's `evaluation` says: the rates over all scans, by the name of the evaluation. */
export function manifestEvaluation(results: readonly OwnResults[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    results.map(({ name, technology }) => [
      name,
      technology.measures.map(({ condition, populations, localisation }) => ({
        condition,
        benigns: populations[0]?.rates.benigns ?? null,
        threats: populations.map((population) => ({
          name: population.name,
          rates: population.rates.threats,
          auroc: population.auroc,
        })),
        touched: localisation[0]?.touched ?? null,
      })),
    ]),
  );
}
