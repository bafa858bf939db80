import type { DecisionName } from '../domain/decision.ts';
import { element, icon } from './element.ts';
import { DECISION_WORDS, scoreText } from './plain-words.ts';

export interface HistoryItem {
  readonly id: string;
  readonly name: string;
  readonly decision: DecisionName;
  readonly score: number | null;
}

export interface HistoryStrip {
  show(items: readonly HistoryItem[], currentId: string | null): void;
}

/** What this page has screened since it was loaded, newest first; nothing of it is stored. */
export function createHistoryStrip(root: HTMLElement, onPick: (id: string) => void): HistoryStrip {
  return {
    show(items, currentId) {
      root.replaceChildren(
        ...items.map((item) => {
          const button = element(
            'button',
            {
              type: 'button',
              class: `history-item is-${item.decision}`,
              ...(item.id === currentId ? { 'aria-current': 'true' } : {}),
            },
            icon(item.decision),
            element('span', { class: 'history-decision' }, DECISION_WORDS[item.decision]),
            element('span', { class: 'history-name' }, item.name),
            element('span', { class: 'number' }, item.score === null ? '–' : scoreText(item.score)),
          );
          button.addEventListener('click', () => onPick(item.id));
          return element('li', {}, button);
        }),
      );
    },
  };
}
