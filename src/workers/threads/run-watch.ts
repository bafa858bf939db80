import { type CallOffFlag, stepsOf } from '../call-off.ts';

/** Work that is watched. */
export interface Watched {
  /** Resolves when it has not come back from one run of a model for too long; never where it ends before. */
  readonly hung: Promise<void>;
  end(): void;
}

/** Notices work that takes no step any more. */
export interface RunWatch {
  begin(flag: CallOffFlag): Watched;
  stop(): void;
}

/**
 * A thread asks before each run of a model whether its work is still wanted, and so counts its steps in memory that is
 * shared; this looks at the counts from outside, because a thread inside native code answers nothing. Counted in looks
 * and not in time: after a pause of the whole machine nobody is late.
 */
export function createRunWatch({ looks, everyMs }: { readonly looks: number; readonly everyMs: number }): RunWatch {
  const watched = new Set<{ readonly flag: CallOffFlag; steps: number; still: number; readonly tell: () => void }>();
  const looking = setInterval(() => {
    for (const work of watched) {
      const steps = stepsOf(work.flag);
      work.still = steps === work.steps ? work.still + 1 : 0;
      work.steps = steps;
      if (work.still < looks) continue;
      watched.delete(work);
      work.tell();
    }
  }, everyMs).unref();
  return {
    begin(flag) {
      let tell = () => {};
      const hung = new Promise<void>((resolve) => {
        tell = resolve;
      });
      const work = { flag, steps: stepsOf(flag), still: 0, tell };
      watched.add(work);
      return { hung, end: () => void watched.delete(work) };
    },
    stop: () => clearInterval(looking),
  };
}
