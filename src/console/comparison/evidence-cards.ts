import { type LiveDrift, SHIFTED_FROM, WATCH_FROM } from '../../domain/comparison/drift.ts';
import type { LatencyQuantiles, LiveComparison } from '../../domain/comparison/live-comparison.ts';
import { element } from '../element.ts';
import { DECISION_WORDS } from '../plain-words.ts';
import { shortNames } from '../short-names.ts';
import { driftLevel } from './drift-level.ts';
import { intervalText, pValueText } from './interval-text.ts';
import { table } from './table.ts';

/** What stands behind the figures: who was opened, how often both agree, how fast they are, whether scores drift. */
export function evidenceCards(comparison: LiveComparison): readonly HTMLElement[] {
  return [inspectedCard(comparison), agreementCard(comparison), latencyCard(comparison), driftCard(comparison)];
}

function inspectedCard({ technologies, uncorrected }: LiveComparison): HTMLElement {
  const shares = (series: 'first' | 'second', decision: keyof typeof DECISION_WORDS) => {
    const share = uncorrected[series].inspectedShares[decision];
    if (share === null) return 'no scan';
    return `${intervalText(share.rate, share.bounds)} of ${share.n.toLocaleString('en')}`;
  };
  return card(
    'Inspected share of each decision',
    ['', ...shortNames(technologies)],
    (['alarm', 'clear', 'undecided'] as const).map((decision) => [
      DECISION_WORDS[decision],
      shares('first', decision),
      shares('second', decision),
    ]),
    'Where alarms are opened more often than clears, figures over inspected scans alone are biased.',
  );
}

function agreementCard({ agreement, mcnemar, technologies }: LiveComparison): HTMLElement {
  const [first, second] = shortNames(technologies);
  const test = (what: 'threats' | 'benigns', name: string) => {
    const { n, pValue, counts } = mcnemar.random[what];
    return [
      name,
      n.toLocaleString('en'),
      counts.onlyFirstRight.toLocaleString('en'),
      counts.onlySecondRight.toLocaleString('en'),
      n === 0 || pValue === null ? '–' : pValueText(pValue),
    ];
  };
  const same =
    agreement === null
      ? 'No scan.'
      : `Both decide the same on ${intervalText(agreement.same.rate, agreement.same.bounds)} of ${agreement.same.n.toLocaleString('en')} ${agreement.same.n === 1 ? 'scan' : 'scans'}` +
        `${agreement.kappa === null ? '.' : `; Cohen’s kappa ${agreement.kappa.toFixed(2)}.`}`;
  return card(
    'Agreement, and McNemar’s test over random inspections',
    ['', 'n', `only ${first} right`, `only ${second} right`, 'p'],
    [test('threats', 'threats'), test('benigns', 'benign scans')],
    same,
  );
}

function latencyCard({ latency, technologies }: LiveComparison): HTMLElement {
  const ms = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
  const row = (name: string, found: LatencyQuantiles | null) =>
    found === null
      ? [name, '0', '–', '–', '–']
      : [name, found.n.toLocaleString('en'), ms(found.p50Ms), ms(found.p90Ms), ms(found.p99Ms)];
  const [first, second] = shortNames(technologies);
  return card(
    'Time of a screening',
    ['', 'n', 'median', '90 %', '99 %'],
    [row(first, latency.first), row(second, latency.second)],
    'From the whole body to the answer, all screenings of each.',
  );
}

function driftCard({ drift, technologies }: LiveComparison): HTMLElement {
  const row = (name: string, found: LiveDrift) => {
    if (found.state !== 'measured') {
      return [name, found.state === 'no-live-scores' ? 'no scores yet' : 'not known', '–', '–'];
    }
    const { stabilityIndex, kolmogorovSmirnov, scores } = found;
    return [
      name,
      driftLevel(found),
      stabilityIndex.value.toFixed(3),
      `${kolmogorovSmirnov.distance.toFixed(3)} (n ${scores.toLocaleString('en')})`,
    ];
  };
  const [first, second] = shortNames(technologies);
  return card(
    'Drift of scores since calibration',
    ['', 'level', 'stability index', 'KS distance'],
    [row(first, drift.first), row(second, drift.second)],
    `Watch from ${WATCH_FROM}, shifted from ${SHIFTED_FROM}, where chance does not explain it: the threshold may then not keep its false-alarm limit. Not known: calibrate it again, so that its scores are kept.`,
  );
}

function card(title: string, head: readonly string[], rows: readonly (readonly string[])[], note: string): HTMLElement {
  return element(
    'article',
    { class: 'card' },
    element('h2', {}, title),
    table(title, head, rows),
    element('p', { class: 'fine-print' }, note),
  );
}
