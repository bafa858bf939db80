import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { whenEnding } from '../../command-line/when-ending.ts';
import type { PowerSample } from './power-samples.ts';
import { wattsOf } from './watts-of.ts';

export interface PowerTool {
  readonly command: string;
  readonly args: readonly string[];
  /** It prints a line for each, again and again. */
  readonly gpus: number;
  /** How long it may take to its first sample. */
  readonly limitMs: number;
}

export interface PowerStream {
  /** Begins to keep samples; the function that it gives ends that and hands them out. */
  readonly collect: () => () => readonly PowerSample[];
  readonly close: () => Promise<void>;
}

/** Runs a tool that says again and again what the GPUs draw, until it is closed or this process ends; null where no sample comes in time. */
export async function openPowerStream({ command, args, gpus, limitMs }: PowerTool): Promise<PowerStream | null> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<false>((resolve) => {
    for (const event of ['exit', 'error']) child.once(event, () => resolve(false));
  });
  // It has nothing to put in order, and may not outlive this process whatever it makes of a gentler signal.
  const kill = () => {
    child.kill('SIGKILL');
  };
  const forget = whenEnding(kill);
  const close = async () => {
    kill();
    await ended;
    forget();
  };
  const collections = new Set<PowerSample[]>();
  const first = new Promise<true>((resolve) => {
    const lines = createInterface({ input: child.stdout });
    let turn: (number | null)[] = [];
    lines.on('line', (line) => {
      turn.push(wattsOf(line));
      if (turn.length < gpus) return;
      const watts = turn.reduce((sum, each) => (sum === null || each === null ? null : sum + each), 0);
      turn = [];
      if (watts === null) return;
      const sample = { atMs: performance.now(), watts };
      for (const samples of collections) samples.push(sample);
      resolve(true);
    });
  });
  if (!(await Promise.race([first, ended, sleep(limitMs, false, { ref: false })]))) {
    await close();
    return null;
  }
  return { collect: () => collectIn(collections), close };
}

function collectIn(collections: Set<PowerSample[]>): () => readonly PowerSample[] {
  const samples: PowerSample[] = [];
  collections.add(samples);
  return () => {
    collections.delete(samples);
    return samples;
  };
}
