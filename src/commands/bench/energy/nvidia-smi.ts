import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import type { EnergyMeter } from './energy-meter.ts';
import { joulesOf, type PowerSample } from './power-samples.ts';

const QUERY = ['--query-gpu=power.draw', '--format=csv,noheader,nounits'];
const SAMPLE_EVERY_MS = 100;
const TRIAL_LIMIT_MS = 10_000;

/**
 * The meter of all GPUs of this machine, by NVIDIA's tool, which tells power and no energy: it is asked ten times a second
 * meanwhile. Fails where there is no such tool, and where a GPU does not tell.
 */
export async function nvidiaMeter(command = 'nvidia-smi'): Promise<Outcome<EnergyMeter>> {
  const trial = await promisify(execFile)(command, QUERY, { timeout: TRIAL_LIMIT_MS }).catch(() => null);
  if (trial === null)
    return fail('not-found', `${command} does not answer: there is no NVIDIA GPU, or no driver of it.`);
  const lines = trial.stdout.trim().split('\n');
  if (lines.some((line) => wattsOf(line) === null)) {
    return fail('not-found', `${command} does not tell what a GPU draws (${lines.join(', ')}).`);
  }
  const gpus = lines.length;
  return succeed({
    what: `${gpus === 1 ? 'one GPU' : `${gpus} GPUs`}, power sampled every ${SAMPLE_EVERY_MS} ms`,
    async start() {
      const child = spawn(command, [...QUERY, `--loop-ms=${SAMPLE_EVERY_MS}`], { stdio: ['ignore', 'pipe', 'ignore'] });
      const fromMs = performance.now();
      const samples = collectSamples(child, gpus);
      return async () => {
        child.kill();
        return joulesOf(samples, fromMs, performance.now());
      };
    },
  });
}

/** Fills up as the tool prints: a line for each GPU, again and again. One that does not tell ends it. */
function collectSamples(child: ChildProcess, gpus: number): readonly PowerSample[] {
  const samples: PowerSample[] = [];
  let lines: number[] = [];
  // Without the tool there is no sample, and so no figure.
  child.on('error', () => {});
  if (child.stdout === null) return samples;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const watts = wattsOf(line);
    if (watts === null) return;
    lines.push(watts);
    if (lines.length < gpus) return;
    samples.push({ atMs: performance.now(), watts: lines.reduce((sum, each) => sum + each, 0) });
    lines = [];
  });
  return samples;
}

/** Null for `[N/A]` and the like. */
function wattsOf(line: string): number | null {
  return /^\d+(\.\d+)?$/.test(line.trim()) ? Number(line) : null;
}
