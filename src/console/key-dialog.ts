import { accessKey, keepAccessKey } from './access-key.ts';
import { element, pageElement } from './element.ts';

export interface KeyDialog {
  /** Asks for a key; `why` is what the service said of the one that was sent. */
  ask(why: string): void;
}

const NO_KEY_YET = 'This service asks for a key. Whoever runs it can make one for you.';

/**
 * The place to enter a key, the same on every page that has a button "open-key". The button shows once the service has
 * asked for a key; `onChange` hears that there is another one, or none any more.
 */
export function createKeyDialog(onChange: () => void): KeyDialog {
  const reason = element('p', { id: 'key-reason' });
  const field = element('input', {
    id: 'key',
    type: 'password',
    required: '',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'sbk_…',
    pattern: String.raw`sbk_[0-9a-f]{16}_[\w\-]{43}`,
    title: 'sbk_, 16 characters, _ and 43 characters: copy it whole',
  });
  const use = element('button', { class: 'button is-primary', type: 'submit' }, 'Use this key');
  const forget = element('button', { id: 'forget-key', class: 'button', type: 'button', hidden: '' }, 'Forget it');
  const close = element('button', { id: 'close-key', class: 'button', type: 'button' }, 'Cancel');
  const form = element(
    'form',
    { id: 'key-form' },
    element('h2', { id: 'key-title' }, 'Key'),
    reason,
    element('label', { class: 'field' }, 'Your key ', field),
    element('p', { class: 'fine-print' }, 'It stays in this tab and is forgotten when you close it.'),
    element('p', { class: 'button-row' }, use, forget, close),
  );
  const dialog = element('dialog', { id: 'key-dialog', class: 'dialog', 'aria-labelledby': 'key-title' }, form);
  document.body.append(dialog);
  const button = pageElement('open-key', HTMLButtonElement);

  function show(why: string): void {
    button.hidden = false;
    reason.textContent = why;
    forget.hidden = accessKey() === null;
    // Asked for again while somebody enters it, as by each scan of many that wait: what is entered stays.
    if (dialog.open) return;
    field.value = '';
    dialog.showModal();
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
  close.addEventListener('click', () => dialog.close());
  return { ask: (why) => show(accessKey() === null ? NO_KEY_YET : why) };
}
