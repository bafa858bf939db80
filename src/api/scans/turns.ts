import { type Outcome, succeed } from '../../domain/failure.ts';
import { type Deadline, withinDeadline } from './deadline.ts';

/** Lets one at a time through for each name, in the order of their coming. */
export interface Turns {
  /** Runs the work when everything under the same name has settled. */
  take<Value>(name: string, work: () => Promise<Value>): Promise<Value>;
  /** The same for one that does not wait for ever. Fails with `deadline-passed`, and then the work is never run. */
  takeInTime<Value>(name: string, deadline: Deadline, work: () => Promise<Value>): Promise<Outcome<Value>>;
}

export function createTurns(): Turns {
  /** Resolves when the last in the line, and all before it, have settled. */
  const lines = new Map<string, Promise<unknown>>();

  function join<Value>(name: string, begin: (turn: Promise<unknown>) => Promise<Value>): Promise<Value> {
    const turn = lines.get(name) ?? Promise.resolve();
    const mine = begin(turn);
    // One that left the line before its turn does not let the next one past those before it.
    const line = Promise.allSettled([turn, mine]).then(() => {
      if (lines.get(name) === line) lines.delete(name);
    });
    lines.set(name, line);
    return mine;
  }

  return {
    take: (name, work) => join(name, (turn) => turn.then(work)),
    takeInTime: (name, deadline, work) =>
      join(name, async (turn) => {
        const come = await withinDeadline(turn.then(succeed), deadline);
        return come.ok ? succeed(await work()) : come;
      }),
  };
}
