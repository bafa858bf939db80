import type { Technology } from '../domain/technology.ts';
import { element } from './element.ts';

export interface TechnologyPicker {
  show(technologies: readonly Technology[]): void;
  /** Ids of the chosen technologies, in the service's order. */
  chosen(): readonly string[];
}

/** So many screen at first, in the order of the list: more are a click away, and every one costs time. */
const CHOSEN_AT_FIRST = 3;

/** Check boxes, one for each technology. At least one stays chosen; what cannot screen says why. */
export function createTechnologyPicker(root: HTMLElement, onChange: () => void): TechnologyPicker {
  let boxes: HTMLInputElement[] = [];

  function chipOf(technology: Technology): HTMLElement {
    const box = element('input', { type: 'checkbox', value: technology.id });
    const readyBefore = boxes.filter((other) => !other.disabled).length;
    box.checked = technology.state === 'ready' && readyBefore < CHOSEN_AT_FIRST;
    box.disabled = technology.state !== 'ready';
    box.addEventListener('change', () => {
      if (!boxes.some((other) => other.checked)) box.checked = true;
      else onChange();
    });
    boxes.push(box);
    const how = technology.state === 'ready' ? `${technology.runtime} ${technology.provider}` : 'unavailable';
    const title =
      technology.state === 'ready'
        ? `${technology.id}, version ${technology.model.version}, ${technology.precision}`
        : `${technology.id} is unavailable: ${technology.reason}`;
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
      root.replaceChildren(...technologies.map(chipOf));
    },
    chosen: () => boxes.filter((box) => box.checked).map((box) => box.value),
  };
}
