import { percent, rangeText } from '../../src/commands/report-text/number-text.ts';
import type { OperatingPoint } from '../../src/domain/technology/operating-point.ts';
import { conditionsApart } from './conditions-apart.ts';
import { MEASURED_PAGE, scanRows } from './measured-page.ts';
import { caveatLines, EVALUATION_TITLES } from './named-evaluation.ts';
import type { OwnResults } from './own-results.ts';
import { summaryTable } from './summary-table.ts';

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

/** The measured part of a card: operating points, then each evaluation in short, and the way to all that was measured. */
export function cardSection(points: readonly OperatingPoint[], results: readonly OwnResults[]): string {
  return [
    ...points.map(pointText),
    '',
    `By cargo, mass, place and scanner, and where on the scan: [all that was measured](${MEASURED_PAGE}). Beside the other technologies, and how it was made: [results](../../docs/results.md).`,
    ...results.flatMap(({ name, technology }) => [
      '',
      `### ${EVALUATION_TITLES[name]}`,
      '',
      ...caveatLines(name),
      ...summaryTable(scanRows(conditionsApart(technology.measures)), 'scans'),
    ]),
  ].join('\n');
}

function pointText({ name, threshold, pfaLimit, benignCount, pfaBounds }: OperatingPoint): string {
  return (
    `- Operating point \`${name}\`: threshold ${threshold}, for a false-alarm limit of ${percent(pfaLimit)}, from ` +
    `${benignCount} benign scans (95 % bounds ${rangeText(pfaBounds, percent)} %).`
  );
}
