import type { OperatingPoint } from '../src/domain/operating-point.ts';
import type { Rate } from '../src/evaluation/rates.ts';
import type { MeasuredResults } from './measured-results.ts';

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

/** The measured part of a card: Markdown tables, each rate with its n and exact 95 % bounds. */
export function resultsSection(point: OperatingPoint, results: MeasuredResults): string {
  const { threats, benigns, allThreats } = results;
  const lines = [
    `Operating point \`${point.name}\`: threshold ${point.threshold}, for a false-alarm limit of ${percent(point.pfaLimit)}, from ` +
      `${point.benignCount} benign scans (95 % bounds ${bounds(point.pfaBounds)}).`,
    '',
    '| | count of n | rate | 95 % bounds |',
    '| --- | --- | --- | --- |',
  ];
  if (threats !== null) {
    lines.push(
      row('Pd: threats that alarm', threats.alarm),
      ...(allThreats === null ? [] : [row('of all threats, a detection touches the threat', allThreats.onThreat)]),
      row('threats undecided', threats.undecided),
      row('threats that alarm or are undecided', threats.alarmOrUndecided),
    );
  }
  if (benigns !== null) {
    lines.push(
      row('Pfa: benign scans that alarm', benigns.alarm),
      row('benign scans undecided', benigns.undecided),
      row('benign scans that alarm or are undecided', benigns.alarmOrUndecided),
    );
  }
  lines.push('', '| threats | alarm | 95 % bounds | detection on the threat |', '| --- | --- | --- | --- |');
  for (const { name, alarm, onThreat } of [...results.threatsByMass, ...results.threatsByCargo]) {
    lines.push(`| ${name} | ${count(alarm)} | ${bounds(alarm.bounds)} | ${count(onThreat)} |`);
  }
  lines.push('', '| benign scans | alarm | 95 % bounds |', '| --- | --- | --- |');
  for (const { name, alarm } of results.falseAlarmsByCargo) {
    lines.push(`| ${name} | ${count(alarm)} | ${bounds(alarm.bounds)} |`);
  }
  return lines.join('\n');
}

function row(name: string, rate: Rate): string {
  return `| ${name} | ${count(rate)} | ${percent(rate.rate)} | ${bounds(rate.bounds)} |`;
}

function count(rate: Rate): string {
  return `${rate.count} of ${rate.n}`;
}

function bounds([lower, upper]: readonly [number, number]): string {
  return `${percent(lower)} to ${percent(upper)}`;
}

function percent(rate: number): string {
  return `${(100 * rate).toFixed(1)} %`;
}
