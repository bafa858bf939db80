/** Chooses what the address names, as far as the form has it: a technology may be gone since the address was written. */
export function chooseFromAddress(form: HTMLFormElement, search: string): void {
  const address = new URLSearchParams(search);
  for (const field of form.elements) {
    const value = address.get(field.getAttribute('name') ?? '');
    if (value === null) continue;
    if (field instanceof HTMLInputElement) field.value = value;
    if (field instanceof HTMLSelectElement && [...field.options].some((option) => option.value === value)) {
      field.value = value;
    }
  }
}
