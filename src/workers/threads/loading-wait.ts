/** So long what drains waits for threads that load a model, once nobody waits for them any more. */
const LOADING_MS = 5000;

/** Waiting for threads that load models, which nothing interrupts. */
export interface LoadingWait {
  /** To be called whenever no thread loads any more. */
  over(): void;
  /** Settles when no thread loads any more, or has not come back from it for a while. */
  overSoon(): Promise<void>;
}

export function createLoadingWait(): LoadingWait {
  const waiting: (() => void)[] = [];
  return {
    over() {
      for (const resolve of waiting.splice(0)) resolve();
    },
    overSoon() {
      return new Promise((resolve) => {
        const patience = setTimeout(resolve, LOADING_MS);
        waiting.push(() => {
          clearTimeout(patience);
          resolve();
        });
      });
    },
  };
}
