import type { ViewReport } from '../../domain/screening/scan.ts';
import { element, icon } from '../element.ts';
import { FLAG_WORDS, percentText } from '../plain-words.ts';

function shareRow(label: string, share: number): HTMLElement {
  const fill = element('span', { class: 'meter-fill' });
  fill.style.width = `${Math.min(1, share) * 100}%`;
  return element(
    'div',
    { class: 'fact' },
    element('dt', {}, label),
    element(
      'dd',
      {},
      element('span', { class: 'meter', 'aria-hidden': 'true' }, fill),
      element('b', {}, percentText(share)),
    ),
  );
}

function factRow(label: string, value: string): HTMLElement {
  return element('div', { class: 'fact' }, element('dt', {}, label), element('dd', {}, element('b', {}, value)));
}

function containerText(view: ViewReport): string {
  if (view.containers.length > 1) return `${view.containers.length} located`;
  return view.container === null ? 'not located' : `${view.container.width} × ${view.container.height} px`;
}

/** What the scan's own quality says about how far a decision on this view can be trusted. */
export function qualityPanel(view: ViewReport): HTMLElement {
  const { quality } = view;
  const flags =
    quality.flags.length === 0
      ? element('p', { class: 'flag is-fine' }, icon('clear'), 'Nothing to object to')
      : element(
          'ul',
          { class: 'flags' },
          ...quality.flags.map((flag) => element('li', { class: 'flag' }, icon('undecided'), FLAG_WORDS[flag])),
        );
  return element(
    'div',
    {},
    flags,
    element(
      'dl',
      { class: 'facts' },
      shareRow('Too dark to judge', quality.darkRatio),
      shareRow('Saturated', quality.saturatedRatio),
      factRow('Dead lines', String(quality.deadLines)),
      factRow('View', `${view.widthPx} × ${view.heightPx} px, ${view.bitDepth} bit`),
      factRow('Energies', view.energies.join(' + ')),
      factRow('Container', containerText(view)),
    ),
  );
}
