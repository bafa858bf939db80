import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../../domain/failure.ts';
import type { GpuProvider } from '../../domain/technology/technology.ts';

export interface WaitForProviderOptions {
  readonly probe: (provider: GpuProvider) => Promise<Outcome<null>>;
  readonly signal: AbortSignal;
  /** By default on the clock, without keeping the process alive. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** The first try comes after a second, each later one after twice as long as the one before, at last this often. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/** Tries providers that are lost until one computes, in processes of their own. Gives it, or null when it was called off. */
export async function waitForProvider(
  providers: readonly GpuProvider[],
  {
    probe,
    signal,
    pause = (ms) => sleep(ms, undefined, { signal, ref: false }).catch(() => {}),
  }: WaitForProviderOptions,
): Promise<GpuProvider | null> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs)) {
    await pause(pauseMs);
    for (const provider of providers) {
      if (signal.aborted) return null;
      const probed = await probe(provider);
      if (probed.ok && !signal.aborted) return provider;
    }
    if (signal.aborted) return null;
  }
}
