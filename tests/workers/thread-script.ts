/** What a scripted thread is told to do with a job; `work` goes on, reading no message, until it is called off. */
export interface ThreadScript {
  readonly do: 'answer' | 'hold' | 'work' | 'exit' | 'throw' | 'break';
  /** Comes back in the answer; for `hold` also the channel on which the thread says that it runs and is released. */
  readonly name: string;
}

/** A file in the models folder: while it lies there, a scripted thread ends as soon as it starts. */
export const DIE_AT_START = 'die-at-start';
