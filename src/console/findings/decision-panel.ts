import type { Truth } from '../../domain/scan/sample.ts';
import type { Screening } from '../../domain/screening/scan.ts';
import { element, icon } from '../element.ts';
import { DECISION_WORDS, describeTruth, explainDecision, judgeDecision, operatingPointText } from '../plain-words.ts';
import { scoreBar } from './score-bar.ts';

function truthLine(truth: Truth, screening: Screening): HTMLElement {
  return element(
    'p',
    { class: 'truth-line' },
    element('b', {}, `Truth: ${judgeDecision(truth, screening.decision)}. `),
    `${describeTruth(truth)}.`,
  );
}

/**
 * The decision, large, with its reason, and of which scan it is: while the next one is screened, or is refused, it still
 * stands there. `truth` is null where it is not known or not to be told.
 */
export function decisionPanel(scanName: string, screening: Screening, truth: Truth | null): HTMLElement {
  return element(
    'div',
    { class: `verdict is-${screening.decision}` },
    element('p', { class: 'verdict-scan', dir: 'auto', title: scanName }, scanName),
    element('p', { class: 'verdict-word' }, icon(screening.decision), DECISION_WORDS[screening.decision]),
    element('p', { class: 'verdict-reason' }, explainDecision(screening)),
    ...(screening.score === null ? [] : [scoreBar(screening.score, screening.operatingPoint)]),
    ...(truth === null ? [] : [truthLine(truth, screening)]),
    element('p', { class: 'fine-print' }, operatingPointText(screening.operatingPoint)),
  );
}
