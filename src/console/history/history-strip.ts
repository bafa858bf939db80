import type { DecisionName } from '../../domain/screening/decision.ts';
import { element, icon } from '../element.ts';
import { DECISION_WORDS, scoreText } from '../plain-words.ts';
import { redraw } from '../redraw.ts';

const OUTCOME_WORDS = { ...DECISION_WORDS, failed: 'Failed' } as const;
/** The mark of each; that of a failure is the one of its notice. */
const OUTCOME_ICONS = { alarm: 'alarm', clear: 'clear', undecided: 'undecided', failed: 'problem' } as const;

export interface HistoryItem {
  readonly id: string;
  readonly name: string;
  readonly outcome: DecisionName | 'failed';
  readonly score: number | null;
}

export interface HistoryStrip {
  show(items: readonly HistoryItem[], currentId: string | null): void;
}

/** What this page has screened or opened since it was loaded, newest first. Of thousands, only what is new is drawn. */
export function createHistoryStrip(root: HTMLElement, onPick: (id: string) => void): HistoryStrip {
  let lines: ReadonlyMap<string, HTMLElement> = new Map();

  function draw(item: HistoryItem): HTMLElement {
    const button = element(
      'button',
      { type: 'button', class: `history-item is-${item.outcome}`, 'data-key': item.id },
      icon(OUTCOME_ICONS[item.outcome]),
      element('span', { class: 'history-decision' }, OUTCOME_WORDS[item.outcome]),
      element('span', { class: 'history-name' }, item.name),
      element('span', { class: 'number' }, item.score === null ? '–' : scoreText(item.score)),
    );
    button.addEventListener('click', () => onPick(item.id));
    return element('li', {}, button);
  }

  return {
    show(items, currentId) {
      const before = lines;
      lines = new Map(
        items.map((item) => {
          const seen = JSON.stringify(item);
          return [seen, before.get(seen) ?? draw(item)];
        }),
      );
      redraw(root, [...lines.values()]);
      root.querySelector('[aria-current]')?.removeAttribute('aria-current');
      if (currentId === null) return;
      root.querySelector(`[data-key="${CSS.escape(currentId)}"]`)?.setAttribute('aria-current', 'true');
    },
  };
}
