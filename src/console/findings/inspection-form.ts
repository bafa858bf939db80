import { saveInspection } from '../api-client.ts';
import type { RecordedInspection } from '../api-document.ts';
import { pageElement } from '../element.ts';
import { describeInspection } from '../plain-words.ts';
import { readInspectionForm } from './read-inspection-form.ts';

export interface InspectionForm {
  /** Shows what is on record of a scan, as far as this page knows, and offers to record more. */
  show(scanId: string): void;
}

/**
 * The line under the decision that says what officers found, and the dialog to record it. `onKeyRefused` hears why the
 * service did not take the key; what was filled in stays.
 */
export function createInspectionForm(onKeyRefused: (why: string) => void): InspectionForm {
  const text = pageElement('inspection-text', HTMLElement);
  const opener = pageElement('inspection-open', HTMLButtonElement);
  const dialog = pageElement('inspection-dialog', HTMLDialogElement);
  const form = pageElement('inspection-form', HTMLFormElement);
  const category = pageElement('inspection-category-field', HTMLElement);
  const problem = pageElement('inspection-problem', HTMLElement);
  const announcement = pageElement('announcement', HTMLElement);
  /** Of the scans of this page: none of them had an inspection when it was screened. */
  const recorded = new Map<string, RecordedInspection>();
  let current = '';
  let isSaving = false;

  function showLine(): void {
    const inspection = recorded.get(current);
    text.textContent = inspection === undefined ? 'Not inspected yet.' : describeInspection(inspection);
    opener.textContent = inspection === undefined ? 'Record an inspection' : 'Correct this';
  }

  function open(): void {
    form.reset();
    problem.hidden = true;
    setField('inspectedAt', localMinute(new Date()));
    const inspection = recorded.get(current);
    if (inspection !== undefined) {
      const { outcome, category: found, selectedBy, inspectedAt } = inspection;
      setField('outcome', outcome);
      setField('category', found ?? '');
      setField('selectedBy', selectedBy);
      setField('inspectedAt', localMinute(new Date(inspectedAt)));
    }
    showCategory();
    dialog.showModal();
  }

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

  async function save(): Promise<void> {
    const scanId = current;
    const inspection = readInspectionForm(new FormData(form));
    // Pressed twice, it would be a correction of itself.
    if (inspection === null || isSaving) return;
    isSaving = true;
    const answer = await saveInspection(scanId, inspection);
    isSaving = false;
    problem.hidden = answer.ok;
    if (!answer.ok) {
      problem.textContent = `${answer.problem.detail} ${answer.problem.cure}`;
      if (answer.problem.code === 'unauthenticated') onKeyRefused(answer.problem.detail);
      return;
    }
    recorded.set(scanId, answer.value);
    dialog.close();
    showLine();
    announcement.textContent = describeInspection(answer.value);
  }

  opener.addEventListener('click', open);
  pageElement('inspection-cancel', HTMLButtonElement).addEventListener('click', () => dialog.close());
  form.addEventListener('change', showCategory);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void save();
  });
  return {
    show(scanId) {
      current = scanId;
      showLine();
    },
  };
}

/** A moment as `datetime-local` has it: the wall clock of whoever sits here, to the minute. */
function localMinute(moment: Date): string {
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
