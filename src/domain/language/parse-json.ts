import { errorMessage } from './error-message.ts';

/**
 * What a JSON text says. A byte-order mark before it is passed over, as RFC 8259 allows: editors on Windows write one, and
 * nobody sees it. Throws a SyntaxError as `JSON.parse` does; its message says on one line what is wrong and in which line
 * and column, and is to be a part of a sentence.
 */
export function parseJson(text: string): unknown {
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new SyntaxError(whyNone(json, errorMessage(error)), { cause: error });
  }
}

/** What the engine says, with a place that an editor finds; of some texts it tells none, and quotes them, line breaks and all. */
function whyNone(json: string, said: string): string {
  const length = json.trimEnd().length;
  if (length === 0) return 'it is empty';
  const [, what, where, at] = /^(.*) (in|after) JSON at position (\d+)/s.exec(said) ?? [];
  if (said.startsWith('Unexpected end') || (where === 'in' && Number(at) >= length)) {
    return `it breaks off in ${placeOf(json, length)}: it was not written or copied whole`;
  }
  return what === undefined ? said.replaceAll(/\s+/g, ' ') : `${what} in ${placeOf(json, Number(at))}`;
}

/** Of a text of one line, as those in a file of lines are, the column alone. */
function placeOf(json: string, position: number): string {
  const lines = json.slice(0, position).split('\n');
  const column = `column ${(lines.at(-1)?.length ?? 0) + 1}`;
  return json.trimEnd().includes('\n') ? `line ${lines.length}, ${column}` : column;
}
