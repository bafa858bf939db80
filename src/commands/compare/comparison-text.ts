import { counted, countedOf } from '../../domain/language/counted.ts';
import { textTable } from '../command-line/text-table.ts';
import { msText, pText } from '../report-text/number-text.ts';
import { changeText, valueText } from './change-text.ts';
import type { ReportComparison, TechnologyComparison } from './comparison.ts';

const HEAD = ['measure', 'first', 'second', 'change [95 % bounds]', 'n', 'p', 'test', 'finding'];

/** The comparison on a terminal: what was compared, a table for each technology, and what the gate stops at. */
export function comparisonText(comparison: ReportComparison): string {
  const { first, second, technologies, lost, added, speedApart, worse } = comparison;
  return [
    `first   ${first.file}: ${first.plan}, ${first.madeAt.slice(0, 10)}, Scanbench ${first.scanbench}`,
    `second  ${second.file}: ${second.plan}, ${second.madeAt.slice(0, 10)}, Scanbench ${second.scanbench}`,
    ...(holdsAgainstItself(comparison) ? [`Both are one and the same report (${first.id}): was another meant?`] : []),
    pairingText(comparison),
    ...(speedApart.length === 0 ? [] : [`Speeds are not divided by one another: ${speedApart.join('; ')}.`]),
    '',
    ...technologies.flatMap(technologyLines),
    ...lost.map((id) => `${id}: in the first report alone.`),
    ...added.map((id) => `${id}: in the second report alone, not compared.`),
    ...(worse.length === 0
      ? ['Nothing that gates is shown to be worse. That is not “as good”: the bounds say what may be hidden.']
      : ['Worse beyond its uncertainty:', ...worse.map((sentence) => `  ${sentence}`)]),
    '* gates; p by Holm over all measures that gate, of the others over technologies.',
  ].join('\n');
}

/** Two technologies of one run may well be held against each other; one against itself shows nothing. */
function holdsAgainstItself({ first, second, technologies }: ReportComparison): boolean {
  return first.id === second.id && technologies.some((technology) => technology.first === technology.second);
}

function pairingText({ scans }: ReportComparison): string {
  if (scans.state === 'unpaired') return scans.reason;
  const { threats, benigns, onlyFirst, onlySecond } = scans;
  const left =
    onlyFirst + onlySecond === 0 ? '' : `; left out: ${onlyFirst} of the first alone, ${onlySecond} of the second`;
  return `The same scans in both: ${counted(threats, 'threat')}, ${counted(benigns, 'benign scan')}, paired${left}.`;
}

function technologyLines({
  first,
  second,
  changed,
  agreement,
  changes,
  apart,
  notes,
}: TechnologyComparison): readonly string[] {
  const name = first === second ? first : `${first}, then ${second}`;
  const same =
    agreement === null ? '' : `; the very same answers on ${countedOf(agreement.sameAnswer, agreement.scans, 'scan')}`;
  return [
    `${name} (${changed.length === 0 ? 'same weights, same operating point' : `changed: ${changed.join(', ')}`}${same})`,
    textTable(HEAD, [
      ...changes.map((change) => [
        `${change.measure}${change.gates ? ' *' : ''}`,
        valueText(change, 'first'),
        valueText(change, 'second'),
        changeText(change),
        change.n[0] === change.n[1] ? String(change.n[0]) : change.n.join(' / '),
        pText(change.pHolm),
        change.test,
        change.finding,
      ]),
      ...apart.map(({ measure, firstMs, secondMs }) => [
        ...[measure, msText(firstMs), msText(secondMs), 'not compared', '–', '–', '–', '–'],
      ]),
    ]),
    ...notes,
    '',
  ];
}
