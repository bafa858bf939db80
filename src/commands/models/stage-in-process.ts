import { fork } from 'node:child_process';
import { totalmem } from 'node:os';
import { fail, type Outcome } from '../../domain/failure.ts';
import { shipped } from '../../installation.ts';
import { endOfProcess } from '../../workers/end-of-process.ts';
import { whenEnding } from '../command-line/when-ending.ts';
import type { StagedModel, StagedOptions } from './stage-model.ts';

/** What the trial of a model may take. */
export interface TrialLimits {
  readonly ms: number;
  readonly bytes: number;
}

/** What the process is told in which a model is tried. */
export interface StagingSetup {
  readonly options: StagedOptions;
  readonly staging: string;
  readonly limitBytes: number;
}

const GIBIBYTE = 2 ** 30;

/** To load a large model and to run it three times takes a minute or two; what takes longer would hold up every scan. */
export const TRIAL_LIMITS: TrialLimits = { ms: 300_000, bytes: 0.75 * usableMemory() };

/** What the machine has, or the cgroup allows; where that sets no limit, Node says 0 or more than there is. */
function usableMemory(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
}

/**
 * Makes a model's folder in `staging` and tries it, in a process of its own. Fails as `stageModel` does, and with
 * `runtime-failed` where the process takes more than the limits, or crashes.
 */
export async function stageInProcess(
  options: StagedOptions,
  staging: string,
  limits: TrialLimits,
): Promise<Outcome<StagedModel>> {
  const setup: StagingSetup = { options, staging, limitBytes: limits.bytes };
  const entry = shipped('dist', 'src', 'commands', 'models', 'staging-entry.js');
  const child = fork(entry, [JSON.stringify(setup)], { serialization: 'advanced', execArgv: [] });
  const takeBack = whenEnding(() => child.kill('SIGKILL'));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, limits.ms);
  try {
    const { said, end } = await endOfProcess<Outcome<StagedModel>>(child);
    if (said !== null) return said;
    return fail(
      'runtime-failed',
      `The model was not added: its trial ${isLate ? lateness(limits) : ending(end, limits)}`,
    );
  } finally {
    clearTimeout(timer);
    takeBack();
  }
}

function lateness({ ms }: TrialLimits): string {
  return `did not end within ${ms / 1000} s. Look whether its graph loops without end, or export a smaller one.`;
}

function ending(end: string, { bytes }: TrialLimits): string {
  if (end !== 'SIGKILL') return `crashed its process (${end}). Export the model anew, with other operators.`;
  return `took more memory than there is for it (${(bytes / GIBIBYTE).toFixed(1)} GiB). Name a smaller --size, or export a smaller model.`;
}
