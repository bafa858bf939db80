/**
 * What a JSON text says. A byte-order mark before it is passed over, as RFC 8259 allows: editors on Windows write one, and
 * nobody sees it. Throws a SyntaxError as `JSON.parse` does.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
}
