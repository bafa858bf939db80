/** The query of what is chosen in the form, or null while it names fewer than two technologies. Days are UTC, both included. */
export function choiceQuery(choice: FormData): URLSearchParams | null {
  const text = (name: string) => {
    const value = choice.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const [first, second] = [text('first'), text('second')];
  if (first === '' || second === '' || first === second) return null;
  const query = new URLSearchParams([
    ['technology', first],
    ['technology', second],
  ]);
  if (text('from') !== '') query.set('from', `${text('from')}T00:00:00Z`);
  if (text('to') !== '') {
    query.set('to', new Date(Date.parse(`${text('to')}T00:00:00Z`) + 86_400_000).toISOString());
  }
  for (const name of ['portCode', 'by']) if (text(name) !== '') query.set(name, text(name));
  return query;
}
