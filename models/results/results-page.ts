import { judgeAims } from './aims.ts';
import type { EvaluationName, NamedEvaluation } from './named-evaluation.ts';
import { partSummary } from './part-summary.ts';

/** How many scans of each part of a set were taken at most; what is not said was taken whole. */
export interface TakenScans {
  readonly tests?: number;
  readonly calibration?: number;
}

function takenText({ tests, calibration }: TakenScans): string {
  const parts = [
    ...(tests === undefined ? [] : [`${tests}\nscans of each part of a test set`]),
    ...(calibration === undefined ? [] : [`${calibration}\nscans of each part of the calibration set`]),
  ];
  return parts.length === 0 ? '' : `, which here took the first ${parts.join(' and the first ')} and left the others`;
}

/** Drawn from the manifests, which hold the same measures: `draw-results.ts`. */
const PICTURE = `![False alarms, threats of 10 kg and more found, and AUROC of each technology, part by part, with bounds](pictures/results.svg)

At the thresholds fixed beforehand, for threats of 10 kg and more that are not below penetration; bars are 95 % bounds, the
dashed line is the false-alarm limit, 0 is drawn at the left edge. A technology that lacks an energy is left out of
that part, here and in the tables below.`;

function introduction(taken: TakenScans): string {
  const { tests, calibration } = taken;
  return `# Results

<!-- Written by models/write-results.ts: change that, or measure anew, but not this page. -->

What each technology finds, what it falsely alarms on, and how sure that is. Scans are simulated unless it says otherwise;
how far that carries to real ones, nobody can know from here. A rate is a count of n with exact 95 % bounds
(Clopper-Pearson). Undecided scans are in every denominator. Operating points were fixed on calibration benigns of other
scenes; no scene and no scanner of the second part was seen in training or calibration (a test holds it). "Below
penetration" are threats behind which, by a limit fixed with the scanner, nothing comes through; both lines are given.

Made by one command (some hours on two cores; it goes on where it was broken off)${takenText(taken)}:

\`\`\`sh
npm run build && ${calibration === undefined ? '' : `CALIBRATION=${calibration} `}models/make-results.sh WORK${tests === undefined ? '' : ` ${tests}`}
\`\`\`
`;
}

/** `docs/results.md`: the aims, then each evaluation in short, with its provenance and the way to its own page. */
export function resultsPage(evaluations: readonly NamedEvaluation[], taken: TakenScans): string {
  return [
    introduction(taken),
    '## What was aimed at',
    '',
    '| aim | observed | |',
    '| --- | --- | --- |',
    ...judgeAims(evaluations).map(
      ({ aim, observed, isMet, missedBy }) => `| ${aim} | ${observed} | ${verdictText(isMet, missedBy)} |`,
    ),
    '',
    PICTURE,
    ...evaluations.flatMap((part) => ['', ...partSummary(part, partPath(part.name))]),
    '',
  ].join('\n');
}

/** Where all of one evaluation is, from the page on which it is in short. */
export function partPath(name: EvaluationName): string {
  return `results/${name}.md`;
}

function verdictText(isMet: boolean | null, missedBy: string): string {
  if (isMet === null) return 'not measured';
  return isMet ? 'met' : `missed: ${missedBy}`;
}
