import type { Technology } from '../domain/technology/technology.ts';
import { element } from './element.ts';
import { redraw } from './redraw.ts';

export interface TechnologyPicker {
  /** What was chosen by hand stays chosen, as far as it can screen. */
  show(technologies: readonly Technology[]): void;
  /** Ids of the chosen technologies, in the service's order. */
  chosen(): readonly string[];
}

/** So many screen at first, in the order of the list: more are a click away, and every one costs time. */
const CHOSEN_AT_FIRST = 3;

/** Check boxes, one for each technology. At least one stays chosen; what cannot screen says why. */
export function createTechnologyPicker(root: HTMLElement, onChange: () => void): TechnologyPicker {
  let boxes: HTMLInputElement[] = [];
  /** Null until somebody chooses. */
  let byHand: readonly string[] | null = null;

  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);

  function chipOf(technology: Technology, isChosen: boolean): HTMLElement {
    const title =
      technology.state === 'ready'
        ? `${technology.id}, version ${technology.model.version}, ${technology.precision}`
        : `${technology.id} is unavailable: ${technology.reason}`;
    // Of the label a pointer is told it, of the box a screen reader.
    const box = element('input', { type: 'checkbox', value: technology.id, 'data-key': technology.id, title });
    box.checked = isChosen;
    box.disabled = technology.state !== 'ready';
    box.addEventListener('change', () => {
      if (!boxes.some((other) => other.checked)) {
        box.checked = true;
        return;
      }
      byHand = chosen();
      onChange();
    });
    boxes.push(box);
    const how = technology.state === 'ready' ? `${technology.runtime} ${technology.provider}` : 'unavailable';
    return element(
      'label',
      { class: 'chip', title },
      box,
      element('span', {}, technology.model.id),
      element('small', {}, how),
    );
  }

  return {
    show(technologies) {
      boxes = [];
      const ready = technologies.filter(({ state }) => state === 'ready').map(({ id }) => id);
      const kept = ready.filter((id) => byHand?.includes(id));
      const first = kept.length > 0 ? kept : ready.slice(0, CHOSEN_AT_FIRST);
      redraw(
        root,
        technologies.map((technology) => chipOf(technology, first.includes(technology.id))),
      );
    },
    chosen,
  };
}
