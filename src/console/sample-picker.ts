import type { Sample } from '../domain/scan/sample.ts';
import { sampleFileUrl } from './api-client.ts';
import type { Problem } from './api-document.ts';
import { element } from './element.ts';
import { spacedWords } from './plain-words.ts';
import { problemText } from './problem-text.ts';

export interface SamplePicker {
  show(samples: readonly Sample[]): void;
  /** Why there are no samples to pick. */
  sayProblem(problem: Problem): void;
  /** Marks the sample on the screen; null for none. */
  select(sampleId: string | null): void;
}

function firstPictureOf(sample: Sample): string | null {
  const [energies] = Object.values(sample.views);
  return energies?.high ?? energies?.low ?? null;
}

/** The shelf of shipped samples: a small picture, what is loaded, and what it really is. */
export function createSamplePicker(root: HTMLElement, onPick: (sample: Sample) => void): SamplePicker {
  const buttons = new Map<string, HTMLButtonElement>();

  function itemOf(sample: Sample): HTMLElement {
    const path = firstPictureOf(sample);
    const truth = sample.truth === 'benign' ? 'benign' : 'threat';
    const picture =
      path === null ? [] : [element('img', { src: sampleFileUrl(path), alt: '', loading: 'lazy', decoding: 'async' })];
    const button = element(
      'button',
      { type: 'button', class: 'sample', 'aria-pressed': 'false', title: sample.id },
      ...picture,
      element('span', { class: 'sample-name' }, spacedWords(sample.cargo)),
      element('span', { class: `sample-truth is-${truth}` }, truth),
    );
    button.addEventListener('click', () => onPick(sample));
    buttons.set(sample.id, button);
    return element('li', {}, button);
  }

  return {
    show(samples) {
      buttons.clear();
      root.replaceChildren(...samples.map(itemOf));
    },
    sayProblem(problem) {
      root.replaceChildren(element('li', { class: 'shelf-note' }, problemText(problem)));
    },
    select(sampleId) {
      for (const [id, button] of buttons) button.setAttribute('aria-pressed', String(id === sampleId));
    },
  };
}
