import { errorMessage } from './error-message.ts';

/**
 * What a JSON text says. A byte-order mark before it is passed over, as RFC 8259 allows: editors on Windows write one, and
 * nobody sees it. Throws a SyntaxError as `JSON.parse` does, its message on one line: it quotes the text, line breaks and
 * all, and is to be a part of a sentence.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    throw new SyntaxError(errorMessage(error).replaceAll(/\s+/g, ' '), { cause: error });
  }
}
