import type { Kysely, Transaction } from 'kysely';
import { type Failure, type Outcome, succeed } from '../domain/failure.ts';
import type { Database } from './database.ts';
import { isPostgres } from './is-postgres.ts';
import { BrokenRow } from './read-column.ts';
import type { RecordsGate } from './records-gate.ts';
import type { Tables } from './tables.ts';

/** One change, all of it or nothing. It may run more than once, from the second time on alone. */
export type Write<Value> = (transaction: Transaction<Tables>) => Promise<Value>;

/** Why a change is not wanted any more, or null while it is; quick, and with an answer once it has given one. */
export type WhyUnwanted = () => Failure | null;

export type Committer = 'this-process' | 'another';

export interface GroupCommit {
  /**
   * Resolves when the change is on the disk. Fails with `records-unavailable`; rejects where the change itself is wrong. One
   * that is no longer wanted when its turn comes, or when all is ready to be committed, is not written and fails with why.
   */
  write<Value>(change: Write<Value>, whyUnwanted?: WhyUnwanted): Promise<Outcome<Value>>;
  /**
   * The same for a change that takes long, such as a list of a hundred thousand rows: with PostgreSQL the others go on
   * beside it, unless they want a row that it holds. In SQLite a transaction has the whole file to itself, and they wait.
   */
  writeApart<Value>(change: Write<Value>): Promise<Outcome<Value>>;
  /**
   * Calls back after each commit, of this process or of another one that was announced; what is called must be quick. Gives
   * what ends it.
   */
  onCommit(listener: (by: Committer) => void): () => void;
  /** Another process has committed something. */
  announce(): void;
  /** Resolves when nothing waits any more. */
  whenIdle(): Promise<void>;
}

interface Waiting {
  readonly run: Write<void>;
  /** Throws `NoLongerWanted` where the change was made and is to be taken back. */
  readonly confirm: () => void;
  readonly settle: (outcome: Outcome<void>) => void;
  readonly reject: (bug: unknown) => void;
}

/** More in one transaction save nothing, and keep the first of them waiting. */
const MAX_GROUP = 64;
/** A change that other processes get in the way of so often is not run again. */
const MAX_RUNS = 10;

/** Takes a change back that was wanted when it began. */
class NoLongerWanted extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** A broken row is the answer to the change that reads it, and to none of those beside it: each is to be run alone. */
function notForAll(error: unknown): never {
  throw error instanceof BrokenRow ? new Error('One of several changes reads a broken row.', { cause: error }) : error;
}

/**
 * Commits together what arrives while the commit before is on its way to the disk: a lone change waits for nothing, and
 * under load one fsync serves many. A group that fails, or has a change in it that is not wanted any more, is run again
 * change by change, so that each gets its own answer; a change that failed for contention with another process is run again.
 */
export function createGroupCommit(
  db: Kysely<Tables>,
  gate: RecordsGate,
  { sync, isContention }: Pick<Database, 'sync' | 'isContention'>,
): GroupCommit {
  const queue: Waiting[] = [];
  const waitingForIdle: (() => void)[] = [];
  const listeners = new Set<(by: Committer) => void>();
  let isRunning = false;
  /** Groups, and changes apart, that are under way. */
  let underWay = 0;

  function callBack(by: Committer): void {
    for (const listener of listeners) listener(by);
  }

  async function runAll(): Promise<void> {
    isRunning = true;
    while (queue.length > 0) await track(queue.splice(0, MAX_GROUP));
    isRunning = false;
  }

  async function track(group: readonly Waiting[]): Promise<void> {
    underWay += 1;
    await commit(group);
    underWay -= 1;
    if (underWay === 0 && queue.length === 0) for (const resolve of waitingForIdle.splice(0)) resolve();
  }

  async function commit(group: readonly Waiting[], run = 1): Promise<void> {
    const isLone = group.length === 1;
    try {
      const written = await gate.attempt(() =>
        // Whatever the server's own default is: who waited for a lock must see what its holder has committed meanwhile.
        db
          .transaction()
          .setIsolationLevel('read committed')
          .execute(async (transaction) => {
            for (const one of group) await one.run(transaction).catch(isLone ? undefined : notForAll);
            // Each of them may have waited for another process until it was too late for one before.
            for (const one of group) one.confirm();
          }),
      );
      await settleAll(group, written);
    } catch (bug) {
      if (!isLone) for (const one of group) await commit([one]);
      else if (bug instanceof NoLongerWanted) group[0]?.settle({ ok: false, failure: bug.failure });
      else if (isContention(bug) && run < MAX_RUNS) await commit(group, run + 1);
      else group[0]?.reject(bug);
    }
  }

  /** Nobody is told of a change before it is on the disk. */
  async function settleAll(group: readonly Waiting[], written: Outcome<void>): Promise<void> {
    const outcome = written.ok ? await gate.attempt(sync).catch((bug: unknown) => ({ bug })) : written;
    if ('bug' in outcome) for (const { reject } of group) reject(outcome.bug);
    else for (const { settle } of group) settle(outcome);
    if ('ok' in outcome && outcome.ok) callBack('this-process');
  }

  function settling<Value>(
    change: Write<Value>,
    begin: (one: Waiting) => void,
    whyUnwanted: WhyUnwanted = () => null,
  ): Promise<Outcome<Value>> {
    return new Promise<Outcome<Value>>((resolve, reject) => {
      let made: Outcome<Value> | null = null;
      begin({
        async run(transaction) {
          const failure = whyUnwanted();
          made = failure === null ? succeed(await change(transaction)) : { ok: false, failure };
        },
        confirm() {
          const failure = made?.ok === true ? whyUnwanted() : null;
          if (failure !== null) throw new NoLongerWanted(failure);
        },
        settle(outcome) {
          if (!outcome.ok) resolve(outcome);
          else if (made === null) reject(new Error('A change was committed that has not run.'));
          else resolve(made);
        },
        reject,
      });
    });
  }

  function inGroup(one: Waiting): void {
    queue.push(one);
    if (!isRunning) void runAll();
  }

  return {
    write: (change, whyUnwanted) => settling(change, inGroup, whyUnwanted),
    writeApart: (change) => settling(change, isPostgres(db) ? (one) => void track([one]) : inGroup),
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    announce: () => callBack('another'),
    whenIdle() {
      if (underWay === 0 && queue.length === 0) return Promise.resolve();
      return new Promise((resolve) => waitingForIdle.push(resolve));
    },
  };
}
