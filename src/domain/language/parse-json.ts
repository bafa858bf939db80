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

/** What the engine says, with a place that an editor finds; where it tells none, that is looked for. */
function whyNone(json: string, said: string): string {
  const length = json.trimEnd().length;
  if (length === 0) return 'it is empty';
  if (isWithoutPlace(said)) {
    const at = firstUnexpected(json);
    return `Unexpected token ${quoted(json.codePointAt(at) ?? 0)} in ${placeOf(json, at)}`;
  }
  const [, what, where, at] = /^(.*) (in|after) JSON at position (\d+)/s.exec(said) ?? [];
  if (said.startsWith('Unexpected end') || (where === 'in' && Number(at) >= length)) {
    return `it breaks off in ${placeOf(json, length)}: it was not written or copied whole`;
  }
  return what === undefined ? said.replaceAll(/\s+/g, ' ') : `${what} in ${placeOf(json, Number(at))}`;
}

/** Of a character that no JSON has where it stands, the engine quotes what is around it and gives no position. */
function isWithoutPlace(said: string): boolean {
  return said.endsWith(' is not valid JSON');
}

/** Where that character stands: the beginnings of the text that reach beyond it, and no shorter ones, are refused for it. */
function firstUnexpected(json: string): number {
  let accepted = 0;
  let refused = json.length;
  while (refused - accepted > 1) {
    const middle = Math.floor((accepted + refused) / 2);
    if (isRefused(json.slice(0, middle))) refused = middle;
    else accepted = middle;
  }
  return accepted;
}

function isRefused(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return false;
  } catch (error) {
    return isWithoutPlace(errorMessage(error));
  }
}

/** Blanks, controls and the like by their number: nobody sees them, and a terminal may obey them. */
function quoted(character: number): string {
  const text = String.fromCodePoint(character);
  if (!/[\p{C}\p{Z}]/u.test(text)) return `'${text}'`;
  return `U+${character.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Of a text of one line, as those in a file of lines are, the column alone. */
function placeOf(json: string, position: number): string {
  const lines = json.slice(0, position).split('\n');
  const column = `column ${(lines.at(-1)?.length ?? 0) + 1}`;
  return json.trimEnd().includes('\n') ? `line ${lines.length}, ${column}` : column;
}
