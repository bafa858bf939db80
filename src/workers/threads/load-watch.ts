/** Notices threads that do not come back from loading a model and screening once with it. */
export interface LoadWatch {
  /** A thread begins with the model of this technology, or with none any more. */
  note(thread: object, technology: string | null): void;
  /** What threads load now. */
  technologies(): readonly string[];
  stop(): void;
}

export interface LoadWatchOptions {
  readonly looks: number;
  readonly everyMs: number;
  readonly onHang: (thread: object, technology: string) => void;
}

/** A thread says what it loads before it does: inside native code it says nothing. Counted in looks, as runs are. */
export function createLoadWatch({ looks, everyMs, onHang }: LoadWatchOptions): LoadWatch {
  const loading = new Map<object, { readonly technology: string; seen: number }>();
  const looking = setInterval(() => {
    for (const [thread, load] of loading) {
      load.seen += 1;
      if (load.seen < looks) continue;
      loading.delete(thread);
      onHang(thread, load.technology);
    }
  }, everyMs).unref();
  return {
    note(thread, technology) {
      if (technology === null) loading.delete(thread);
      else loading.set(thread, { technology, seen: 0 });
    },
    technologies: () => [...new Set([...loading.values()].map(({ technology }) => technology))],
    stop: () => clearInterval(looking),
  };
}
