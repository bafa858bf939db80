import type { Dialect } from 'kysely';

/** What the records need of a database, beyond the queries: one file each for SQLite and PostgreSQL. */
export interface Database extends ServingLock {
  readonly dialect: Dialect;
  /**
   * Why the database cannot take or give anything at the moment, in words for an operator, or null where the error says
   * nothing of the kind and so is a bug.
   */
  whyUnavailable(error: unknown): string | null;
  /** Whether a transaction was only given up because another process was at the same rows: it may be run again. */
  isContention(error: unknown): boolean;
  /** Throws where what is open was, a moment ago, not what lies under its name any more. */
  checkInPlace(): void;
  /**
   * Resolves when all that was committed is on the disk, where a commit does not wait for that itself, and under a name that
   * it is found by again.
   */
  sync(): Promise<void>;
  /** Ends what the dialect itself does not. */
  unlock(): Promise<void>;
}

/** What whoever asks for a lock is told. */
export interface LockNews {
  /** The service that had it has ended, and processes of it still answer what they let in: they are waited for. */
  readonly onEnding?: () => void;
  /** Another service has got it since, while whoever keeps the lock was away. */
  readonly onTaken?: () => void;
}

/** Shows whose service has something: held until a process ends, however it ends. */
export interface ServingLock {
  /**
   * Makes this process the one whose service has it until it ends, however it ends. Resolves to false where
   * another service has it, or a process of one that ended is not through with it in time.
   */
  lockForServing(news?: LockNews): Promise<boolean>;
  /**
   * Makes this process one of the service that has it: no other service gets it before it ends, too. Resolves
   * to false where another one is just getting it.
   */
  joinServing(): Promise<boolean>;
  /** Whether some service has it at this moment. */
  isServed(): Promise<boolean>;
  unlock(): Promise<void>;
}
