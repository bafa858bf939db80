import { saveInspection } from '../api-client.ts';
import type { Problem, RecordedInspection } from '../api-document.ts';
import { pageElement } from '../element.ts';
import { describeInspection } from '../plain-words.ts';
import type { ScreenedScan } from '../screened-scan.ts';
import type { KnownInspections } from './known-inspections.ts';
import { localMinute } from './local-minute.ts';
import { readInspectionForm } from './read-inspection-form.ts';

export interface InspectionForm {
  /** Opens the dialog for this scan, whichever is shown when it is saved. `mayBeAlarm`: whether the champion can have alarmed. */
  open(screened: ScreenedScan, options: { readonly mayBeAlarm: boolean }): void;
}

export interface InspectionFormHandlers {
  /** Why the service did not take the key; what was filled in stays. */
  readonly onKeyRefused: (why: string) => void;
  /** More is known of an inspection than before. */
  readonly onChange: () => void;
}

/** What the dialog was opened for. */
interface Opened {
  readonly screened: ScreenedScan;
  /** The version that whoever fills it in has seen, and corrects; null for none. */
  seen: RecordedInspection | null;
  /** What the field of the moment was filled with. */
  readonly offeredMoment: Date;
  isSaving: boolean;
}

/** The dialog to record what officers found, and to correct it. */
export function createInspectionForm(
  inspections: KnownInspections,
  { onKeyRefused, onChange }: InspectionFormHandlers,
): InspectionForm {
  const dialog = pageElement('inspection-dialog', HTMLDialogElement);
  const form = pageElement('inspection-form', HTMLFormElement);
  const scanName = pageElement('inspection-scan', HTMLElement);
  const category = pageElement('inspection-category-field', HTMLElement);
  const alarmed = pageElement('inspection-alarmed', HTMLOptionElement);
  const problem = pageElement('inspection-problem', HTMLElement);
  const announcement = pageElement('announcement', HTMLElement);
  let opened: Opened | null = null;

  function setField(name: string, value: string): void {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof RadioNodeList) {
      field.value = value;
    }
  }

  /** A benign container held nothing that could be named. */
  function showCategory(): void {
    category.hidden = new FormData(form).get('outcome') === 'benign';
  }

  function showProblem(text: string): void {
    problem.textContent = text;
    problem.hidden = text === '';
  }

  async function save(target: Opened): Promise<void> {
    const inspection = readInspectionForm(new FormData(form), {
      corrected: target.seen,
      offeredMoment: target.offeredMoment,
    });
    // Pressed twice, it would be a correction of itself.
    if (inspection === null || target.isSaving) return;
    target.isSaving = true;
    const { id } = target.screened;
    const answer = await saveInspection(id, inspection, target.seen?.version ?? 0);
    if (answer.ok) {
      inspections.keep(id, answer.value);
      if (opened === target) dialog.close();
      announcement.textContent = describeInspection(answer.value);
      onChange();
    } else {
      const why = await explain(target, answer.problem);
      const isKeyRefused = answer.problem.code === 'unauthenticated';
      // Said by whoever asks for another key alone: once there is one, it is not true any more.
      if (opened === target) showProblem(isKeyRefused ? '' : why);
      if (isKeyRefused) onKeyRefused(answer.problem.detail);
    }
    target.isSaving = false;
  }

  /** Why it was not saved. Of one that somebody else recorded meanwhile it says what it is: then it is seen. */
  async function explain(target: Opened, { code, detail, cure }: Problem): Promise<string> {
    if (code !== 'precondition-failed') return `${detail} ${cure}`;
    const known = await inspections.read(target.screened);
    onChange();
    if (typeof known === 'string') {
      return 'An inspection of this scan is on record that this page cannot read, so it is not replaced. Ask for a key that may read scans (scan:read).';
    }
    target.seen = known;
    return `Nothing was saved: meanwhile somebody recorded another inspection of this scan. ${describeInspection(known)} Save again to correct that one, or cancel to leave it.`;
  }

  pageElement('inspection-cancel', HTMLButtonElement).addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    opened = null;
  });
  form.addEventListener('change', showCategory);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (opened !== null) void save(opened);
  });
  return {
    open(screened, { mayBeAlarm }) {
      const known = inspections.of(screened);
      const seen = typeof known === 'string' ? null : known;
      const offeredMoment = seen === null ? thisMinute() : new Date(seen.inspectedAt);
      opened = { screened, seen, offeredMoment, isSaving: false };
      form.reset();
      showProblem('');
      scanName.textContent = screened.name;
      alarmed.disabled = !mayBeAlarm && seen?.selectedBy !== 'alarm';
      alarmed.textContent = alarmed.disabled ? 'The champion alarmed (it did not)' : 'The champion alarmed';
      setField('inspectedAt', localMinute(offeredMoment));
      if (seen !== null) {
        setField('outcome', seen.outcome);
        setField('category', seen.category ?? '');
        setField('selectedBy', seen.selectedBy);
      }
      showCategory();
      dialog.showModal();
    },
  };
}

function thisMinute(): Date {
  return new Date(Math.floor(Date.now() / 60_000) * 60_000);
}
