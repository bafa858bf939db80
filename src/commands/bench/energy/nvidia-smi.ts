import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import type { OpenMeter } from './energy-meter.ts';
import { joulesOf } from './power-samples.ts';
import { openPowerStream } from './power-stream.ts';
import { wattsOf } from './watts-of.ts';

/** On recent GPUs `power.draw` is the mean of the last second, which would give a short block the power of what ran before it. */
const FIELDS = ['power.draw.instant', 'power.draw'] as const;
const SAMPLE_EVERY_MS = 100;
const TRIAL_LIMIT_MS = 10_000;

/**
 * The meter of all GPUs of this machine, by NVIDIA's tool, which tells power and no energy: one run of it is asked ten times
 * a second until the meter is closed. Fails where there is no such tool, and where a GPU does not tell.
 */
export async function nvidiaMeter(command = 'nvidia-smi'): Promise<Outcome<OpenMeter>> {
  const told = await findField(command);
  if (!told.ok) return told;
  const { field, gpus } = told.value;
  const args = [...queryOf(field), `--loop-ms=${SAMPLE_EVERY_MS}`];
  const stream = await openPowerStream({ command, args, gpus, limitMs: TRIAL_LIMIT_MS });
  if (stream === null) return fail('not-found', `${command} tells what a GPU draws once, and not again and again.`);
  return succeed({
    what: `${gpus === 1 ? 'one GPU' : `${gpus} GPUs`}, ${field} sampled every ${SAMPLE_EVERY_MS} ms`,
    async start() {
      const fromMs = performance.now();
      const stop = stream.collect();
      return async () => joulesOf(stop(), fromMs, performance.now());
    },
    close: stream.close,
  });
}

/** The first field that all GPUs fill in. */
async function findField(
  command: string,
): Promise<Outcome<{ readonly field: (typeof FIELDS)[number]; readonly gpus: number }>> {
  let answer: string | null = null;
  for (const field of FIELDS) {
    const trial = await promisify(execFile)(command, queryOf(field), { timeout: TRIAL_LIMIT_MS }).catch(() => null);
    if (trial === null) continue;
    const lines = trial.stdout.trim().split('\n');
    if (lines.every((line) => wattsOf(line) !== null)) return succeed({ field, gpus: lines.length });
    answer = lines.join(', ');
  }
  const why =
    answer === null
      ? 'does not answer: there is no NVIDIA GPU, or no driver of it.'
      : `does not tell what a GPU draws (${answer}).`;
  return fail('not-found', `${command} ${why}`);
}

function queryOf(field: string): readonly string[] {
  return [`--query-gpu=${field}`, '--format=csv,noheader,nounits'];
}
