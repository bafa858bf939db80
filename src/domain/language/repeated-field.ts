/** A text, with the colon behind it where it names a field, or the begin or end of an object. */
const TOKEN = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}]/g;

/** So much of a name is said of a field: whoever sends a text chooses it. */
const MOST_SAID = 64;

/** What is wrong with a JSON text of which an object names a field twice, or null; to be read behind the name of what the text is and a verb. */
export function whyRepeated(json: string): string | null {
  const field = repeatedField(json);
  return field === null ? null : `the field ${JSON.stringify(field.slice(0, MOST_SAID))} twice: send it once.`;
}

/**
 * The first field that an object in a JSON text names twice, or null: `JSON.parse` keeps the last of them without a word.
 * The text must be one that `JSON.parse` takes.
 */
export function repeatedField(json: string): string | null {
  const open: Set<string>[] = [];
  for (const [token, text, colon] of json.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (text !== undefined && colon !== undefined) {
      const name = String(JSON.parse(text));
      const names = open.at(-1);
      if (names?.has(name)) return name;
      names?.add(name);
    }
  }
  return null;
}
