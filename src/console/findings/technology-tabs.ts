import type { Screening } from '../../domain/screening/scan.ts';
import { element, icon } from '../element.ts';
import { DECISION_WORDS } from '../plain-words.ts';
import { redraw } from '../redraw.ts';
import { shortName } from '../short-names.ts';

export interface TechnologyTabs {
  show(screenings: readonly Screening[], selected: number): void;
}

/** One tab for each technology that screened the scan, with its decision, so that they can be compared at a glance. */
export function createTechnologyTabs(root: HTMLElement, onSelect: (index: number) => void): TechnologyTabs {
  let count = 0;
  let current = 0;

  function selectByKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0 || count < 2) return;
    event.preventDefault();
    onSelect((current + step + count) % count);
    root.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  }
  root.addEventListener('keydown', selectByKey);

  return {
    show(screenings, selected) {
      count = screenings.length;
      current = selected;
      const ids = screenings.map(({ technology }) => technology);
      redraw(
        root,
        screenings.map((screening, index) => {
          const isSelected = index === selected;
          const tab = element(
            'button',
            {
              type: 'button',
              role: 'tab',
              class: `tab is-${screening.decision}`,
              title: screening.technology,
              'data-key': screening.technology,
              'aria-selected': String(isSelected),
              'aria-controls': 'decision',
              tabindex: isSelected ? '0' : '-1',
            },
            icon(screening.decision),
            shortName(screening.technology, ids),
            element('span', { class: 'visually-hidden' }, `: ${DECISION_WORDS[screening.decision]}`),
          );
          tab.addEventListener('click', () => onSelect(index));
          return tab;
        }),
      );
    },
  };
}
