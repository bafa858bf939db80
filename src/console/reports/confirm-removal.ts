import { pageElement } from '../element.ts';
import type { ReportDocument } from './report-document.ts';

/** Asks whether a report is to go, because it does not come back. */
export function confirmRemoval({ plan, state }: ReportDocument): Promise<boolean> {
  const dialog = pageElement('remove-dialog', HTMLDialogElement);
  const isMade = state === 'finished' || state === 'failed';
  pageElement('remove-title', HTMLElement).textContent = isMade ? `Remove “${plan}”?` : `Cancel “${plan}”?`;
  pageElement('remove-text', HTMLElement).textContent = isMade
    ? 'Its figures and files are gone then, for everybody.'
    : 'It leaves the queue, or is ended where it is; nothing of it is kept.';
  pageElement('remove-confirm', HTMLButtonElement).textContent = isMade ? 'Remove it' : 'Cancel it';
  dialog.returnValue = 'keep';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'remove'), { once: true });
  });
}
