import { provenanceLines, resultsLines } from '../../src/commands/evaluation/evaluation-markdown.ts';
import { judgeAims } from './aims.ts';
import { EVALUATION_TITLES, type NamedEvaluation } from './named-evaluation.ts';

/** `limit`: so many scans of each part of a test set at most; null for whole sets. */
function introduction(limit: number | null): string {
  return `# Results

<!-- Written by models/write-results.ts: change that, or measure anew, but not this page. -->

What each technology finds, what it falsely alarms on, and how sure that is. Scans are simulated unless it says otherwise;
how far that carries to real ones, nobody can know from here. A rate is a count of n with exact 95 % bounds
(Clopper-Pearson). Undecided scans are in every denominator. Operating points were fixed on calibration benigns of other
scenes; no scene and no scanner of the second part was seen in training or calibration (a test holds it). "Below
penetration" are threats behind which, by a limit fixed with the scanner, nothing comes through; both lines are given.

Made by one command (some hours on two cores; it goes on where it was broken off)${
    limit === null
      ? ''
      : `, which here took the first ${limit}
scans of each part of a test set and left the others`
  }:

\`\`\`sh
npm run build && models/make-results.sh WORK${limit === null ? '' : ` ${limit}`}
\`\`\`
`;
}

/** `docs/results.md`: the aims, then each evaluation with its provenance, tables and paired tests. */
export function resultsPage(evaluations: readonly NamedEvaluation[], limit: number | null): string {
  return [
    introduction(limit),
    '## What was aimed at',
    '',
    '| aim | observed | |',
    '| --- | --- | --- |',
    ...judgeAims(evaluations).map(
      ({ aim, observed, isMet, missedBy }) => `| ${aim} | ${observed} | ${verdictText(isMet, missedBy)} |`,
    ),
    ...evaluations.flatMap(({ name, evaluation }) => [
      '',
      `## ${EVALUATION_TITLES[name]}`,
      '',
      ...provenanceLines(evaluation),
      '',
      ...resultsLines(evaluation, 3),
    ]),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function verdictText(isMet: boolean | null, missedBy: string): string {
  if (isMet === null) return 'not measured';
  return isMet ? 'met' : `missed: ${missedBy}`;
}
