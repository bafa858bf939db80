/** Whose turn it is to end for a replacement, where several processes want to at the same time. */
export interface GivingWay {
  /** The process of a place wants to. */
  ask(slot: number): void;
  /** The place has a process that serves. */
  listens(slot: number): void;
  /** Its process has ended. */
  ended(slot: number, end: { readonly hasListened: boolean }): void;
}

/** Lets one after the other begin: the next one when the replacement of the one before serves, or will not. */
export function createGivingWay(begin: (slot: number) => void): GivingWay {
  const waiting = new Set<number>();
  let atIt: number | null = null;
  let isReplaced = false;

  function next(): void {
    const [first] = waiting;
    if (atIt !== null || first === undefined) return;
    waiting.delete(first);
    atIt = first;
    isReplaced = false;
    begin(first);
  }

  function settle(slot: number): void {
    if (atIt === slot) atIt = null;
    next();
  }

  return {
    ask(slot) {
      // The replacement of the one before wants to as well before it serves: nobody is served less for it.
      if (atIt === slot && isReplaced) return begin(slot);
      waiting.add(slot);
      next();
    },
    listens: settle,
    ended(slot, { hasListened }) {
      // Its replacement finds the GPU by itself.
      waiting.delete(slot);
      if (atIt === slot) isReplaced = true;
      if (!hasListened) settle(slot);
    },
  };
}
