import { pageElement } from './element.ts';

export interface BusyLine {
  /** Shows what is begun, until what is given back is called, nobody waits for it any more, or something else is begun. */
  begin(text: string, isGivenUp: () => boolean): () => void;
  /** Shows how many wait now, and whether it is still waited for. */
  update(): void;
}

interface Work {
  readonly text: string;
  readonly isGivenUp: () => boolean;
}

/** The line over the scan that says what was begun last and is worked on, and how many more wait. */
export function createBusyLine(waitingCount: () => number): BusyLine {
  const busy = pageElement('busy', HTMLElement);
  const name = pageElement('busy-name', HTMLElement);
  const rest = pageElement('busy-rest', HTMLElement);
  const stage = pageElement('stage', HTMLElement);
  let newest: Work | null = null;

  function update(): void {
    if (newest?.isGivenUp() === true) newest = null;
    busy.hidden = newest === null;
    name.textContent = newest?.text ?? '';
    const count = waitingCount();
    rest.textContent = count === 0 ? '' : `, ${count} more to come`;
    stage.setAttribute('aria-busy', String(newest !== null));
  }

  return {
    begin(text, isGivenUp) {
      const work = { text, isGivenUp };
      newest = work;
      update();
      return () => {
        if (newest === work) newest = null;
        update();
      };
    },
    update,
  };
}
