import type { Inspection, SelectedBy } from '../domain/comparison/inspection.ts';
import type { FailureCode } from '../domain/failure.ts';
import type { QualityFlag } from '../domain/scan/quality.ts';
import type { ThreatPlace, Truth } from '../domain/scan/sample.ts';
import type { DecisionName, UndecidedReason } from '../domain/screening/decision.ts';
import type { Screening } from '../domain/screening/scan.ts';
import type { OperatingPoint } from '../domain/technology/operating-point.ts';

export const DECISION_WORDS = {
  alarm: 'Alarm',
  clear: 'Clear',
  undecided: 'Undecided',
} as const satisfies Record<DecisionName, string>;

const UNDECIDED_WORDS = {
  'low-penetration':
    'Too little came through the load to judge it. What lies behind the dark is unknown, not clear: scan again from another side, or open it.',
  'unreadable-view': 'A view is blank or too small to judge. Look at the scan quality, then scan again.',
  'missing-energy': 'This technology needs an energy or a view that the scan does not have.',
  'not-a-radiograph': 'This does not look like a radiograph, so a decision would mean nothing.',
} as const satisfies Record<UndecidedReason, string>;

/** What each quality flag means for the person who looks at the scan. */
export const FLAG_WORDS = {
  'type-mismatch': 'The file is of another type than it was declared as',
  'display-image': 'A picture made for display, not detector readings',
  'unknown-gamma': 'Unknown display gamma: transmissions are rough',
  'container-not-located': 'Container not located: the whole view was judged',
  'low-penetration': 'Too dark in large parts of the cargo',
  saturated: 'Saturated in large parts: thin goods may be invisible',
  'energies-swapped': 'High and low energy look swapped: technologies that need both are misled',
  'dead-lines': 'Dead detector lines',
  striped: 'Striped: the dose varied from pulse to pulse',
  blank: 'Blank: nothing to see',
  'not-a-radiograph': 'Does not look like a radiograph',
} as const satisfies Record<QualityFlag, string>;

/** What to do about a refusal, where the service's own sentence may not say it. */
export const CURES = {
  'malformed-request': 'Correct what is named; the API page describes each field.',
  unauthenticated: 'Enter a key of this service: the button Key at the top takes it.',
  misdirected: 'Open this page as http://localhost, with the port, or ask the operator to make keys.',
  'foreign-page':
    'Open the console at the address of the service itself, or have the proxy in between pass on its Host.',
  forbidden: 'Ask the operator for a key that may do this.',
  'unknown-scan': 'The scan may have been deleted. Screen it again.',
  'unknown-technology': 'Reload the page: the list of technologies has changed.',
  'unknown-model': 'Reload the page: the list of models has changed.',
  'not-found': 'Reload the page. If it stays, the console and the service are of different versions.',
  'method-not-allowed': 'Reload the page. If it stays, the console and the service are of different versions.',
  conflict: 'Send it once more as a new scan.',
  'precondition-failed': 'Reload the page: what it showed has changed meanwhile.',
  'scan-too-large': 'Send a smaller file, or raise SCANBENCH_MAX_SCAN_BYTES on the service.',
  'body-too-large': 'Send less at once; the message names the limit.',
  'unsupported-media-type': 'Send a PNG, TIFF or JPEG file.',
  'range-not-satisfiable': 'Reload the page: the file has changed.',
  'unreadable-scan': 'Export the scan again as 8 or 16-bit PNG, TIFF or JPEG and check that it was copied whole.',
  'invalid-metadata': 'Correct the named field and send it again.',
  'invalid-inspection': 'Correct what is named and save it again.',
  'rate-limited': 'Wait a moment, then try again.',
  'runtime-failed': 'Try another technology. If it happens again, the service log names the cause.',
  'records-unavailable':
    'The service cannot keep what it finds; its log names the cause. Try again once that is mended.',
  overloaded: 'All workers are busy. Try again in a moment.',
  draining: 'The service is stopping. Try again once it is back.',
  'deadline-passed': 'The service is busy. Try again, or choose fewer technologies.',
} as const satisfies Record<FailureCode, string>;

const PLACE_WORDS = {
  'behind-doors': 'behind the doors',
  'refrigeration-unit': 'in the refrigeration unit',
  'false-wall': 'in a false wall',
  'false-floor': 'in a false floor',
  roof: 'in the roof',
  'between-goods': 'between the goods',
  'inside-goods': 'inside the goods',
} as const satisfies Record<ThreatPlace, string>;

/** A score as it is shown everywhere. */
export function scoreText(score: number): string {
  return score.toFixed(2);
}

/** A score and the threshold beside it, with as many digits as it takes to see which of them is higher. */
export function scoreAndThreshold(score: number, threshold: number): readonly [score: string, threshold: string] {
  let digits = 2;
  while (digits < 6 && score !== threshold && score.toFixed(digits) === threshold.toFixed(digits)) digits++;
  return [score.toFixed(digits), threshold.toFixed(digits)];
}

/** Why a technology decided as it did, in a sentence or two. */
export function explainDecision(screening: Screening): string {
  switch (screening.decision) {
    case 'alarm': {
      const count = screening.detections.length;
      const places = count === 1 ? 'One place stands' : `${count} places stand`;
      const [score, threshold] = scoreAndThreshold(screening.score, screening.operatingPoint.threshold);
      return `${places} out. The highest score, ${score}, reaches the threshold of ${threshold}.`;
    }
    case 'clear': {
      const [score, threshold] = scoreAndThreshold(screening.score, screening.operatingPoint.threshold);
      return `Nothing reaches the threshold of ${threshold}; the highest score is ${score}.`;
    }
    case 'undecided':
      return UNDECIDED_WORDS[screening.reason];
  }
}

/** What a sample really is. */
export function describeTruth(truth: Truth): string {
  if (truth === 'benign') return 'Benign: no threat in this sample';
  const { category, massKg, place } = truth.threat;
  const mass = massKg === undefined ? '' : `, ${massKg < 10 ? massKg.toFixed(1) : Math.round(massKg)} kg`;
  return `Threat: ${category.replaceAll('-', ' ')}${mass}${place === undefined ? '' : `, ${PLACE_WORDS[place]}`}`;
}

/** Truth against decision, in the field's words. */
export function judgeDecision(truth: Truth, decision: DecisionName): string {
  if (decision === 'undecided') return 'not decided';
  if (truth === 'benign') return decision === 'alarm' ? 'false alarm' : 'correct clear';
  return decision === 'alarm' ? 'hit' : 'miss';
}

/** A share 0…1 as a percentage with as many digits as matter. */
export function percentText(share: number): string {
  const percent = share * 100;
  return `${percent < 9.95 ? Number(percent.toFixed(1)) : Math.round(percent)} %`;
}

/** `palletised-boxes` → `palletised boxes`. */
export function spacedWords(word: string): string {
  return word.replaceAll('-', ' ');
}

/** How the threshold was chosen: the false-alarm limit, with its n and bounds. */
export function operatingPointText(operatingPoint: OperatingPoint): string {
  if (operatingPoint.benignCount === 0) {
    return `Operating point “${operatingPoint.name}”: not calibrated, so its false-alarm rate is unknown.`;
  }
  const [lower, upper] = operatingPoint.pfaBounds;
  return (
    `Operating point “${operatingPoint.name}”: at most ${percentText(operatingPoint.pfaLimit)} false alarms, ` +
    `from ${operatingPoint.benignCount.toLocaleString('en')} benign scans ` +
    `(95 % bounds ${percentText(lower)} to ${percentText(upper)}).`
  );
}

const SELECTED_BY_WORDS = {
  alarm: 'opened on the alarm',
  random: 'drawn by lot',
  'risk-profile': 'opened on its risk profile',
  other: 'opened for another reason',
} as const satisfies Record<SelectedBy, string>;

/** What officers found, in a line. */
export function describeInspection({ outcome, category, selectedBy }: Omit<Inspection, 'boxes'>): string {
  const what = outcome === 'benign' ? 'benign' : `threat${category === null ? '' : ` (${category})`}`;
  return `Officers found: ${what}, ${SELECTED_BY_WORDS[selectedBy]}.`;
}
