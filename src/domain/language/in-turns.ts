/**
 * Gives one part after the other, and between two of them the thread to whoever waits for it: what takes seconds in all
 * would keep every request waiting for as long.
 */
export async function* inTurns<Part>(parts: Iterable<Part>): AsyncGenerator<Part> {
  let isFirst = true;
  for (const part of parts) {
    if (!isFirst) await new Promise((resolve) => setImmediate(resolve));
    isFirst = false;
    yield part;
  }
}
