import { accessKey, keepAccessKey } from './access-key.ts';
import { pageElement } from './element.ts';

export interface KeyDialog {
  /** Asks for a key; `why` is what the service said of the one that was sent. */
  ask(why: string): void;
}

const NO_KEY_YET = 'This service asks for a key. Whoever runs it can make one for you.';

/**
 * The place to enter a key. Its button shows once the service has asked for one; `onChange` hears that there is another
 * key, or none any more.
 */
export function createKeyDialog(onChange: () => void): KeyDialog {
  const dialog = pageElement('key-dialog', HTMLDialogElement);
  const form = pageElement('key-form', HTMLFormElement);
  const field = pageElement('key', HTMLInputElement);
  const reason = pageElement('key-reason', HTMLElement);
  const forget = pageElement('forget-key', HTMLButtonElement);
  const button = pageElement('open-key', HTMLButtonElement);

  function show(why: string): void {
    button.hidden = false;
    reason.textContent = why;
    forget.hidden = accessKey() === null;
    field.value = '';
    if (!dialog.open) dialog.showModal();
    field.focus();
  }

  function change(key: string | null): void {
    keepAccessKey(key);
    field.value = '';
    dialog.close();
    onChange();
  }

  button.hidden = accessKey() === null;
  button.addEventListener('click', () => show('This tab sends a key with all that it asks.'));
  // Copied with a space around it, it would not be taken.
  field.addEventListener('input', () => {
    field.value = field.value.trim();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    change(field.value);
  });
  forget.addEventListener('click', () => change(null));
  pageElement('close-key', HTMLButtonElement).addEventListener('click', () => dialog.close());
  return { ask: (why) => show(accessKey() === null ? NO_KEY_YET : why) };
}
