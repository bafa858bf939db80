const DAY_MS = 86_400_000;

/**
 * The query of what is chosen in the form, or null while it names fewer than two technologies. Days are those of the time
 * zone of whoever chooses, both included.
 */
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
  if (text('from') !== '') query.set('from', beginOf(text('from')));
  if (text('to') !== '') query.set('to', beginOf(dayAfter(text('to'))));
  for (const name of ['portCode', 'by']) if (text(name) !== '') query.set(name, text(name));
  return query;
}

/** A text without an offset is of the time zone here; where a clock that is set ahead skips midnight, the day begins then. */
function beginOf(day: string): string {
  return new Date(`${day}T00:00:00`).toISOString();
}

/** Reckoned in UTC, where all days have 24 hours. */
function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}
