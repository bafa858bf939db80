import { provenanceLines, resultsLines } from '../../src/commands/evaluation/evaluation-markdown.ts';
import { caveatLines, EVALUATION_TITLES, type NamedEvaluation } from './named-evaluation.ts';

/** `docs/results/<name>.md`: all that was measured in one evaluation, with its provenance and paired tests. */
export function partPage({ name, evaluation }: NamedEvaluation): string {
  return [
    `# ${EVALUATION_TITLES[name]}`,
    '',
    '<!-- Written by models/write-results.ts: change that, or measure anew, but not this page. -->',
    '',
    'All that was measured in one part of the [results](../results.md), which say what the words mean and how it was made.',
    '',
    ...provenanceLines(evaluation),
    '',
    ...caveatLines(name),
    ...resultsLines(evaluation, 2),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}
