import { type Outcome, succeed } from '../../../domain/failure.ts';
import { findScans } from '../../samples/find-scans.ts';
import { chooseTimed } from '../choose-timed.ts';
import { untilInterrupted } from '../end-early.ts';
import type { Plan } from '../plan/plan.ts';
import { stopAll } from '../targets/ready-targets.ts';
import type { RunningTarget } from '../targets/start-target.ts';
import type { Candidate } from './candidate.ts';
import { enterRaces } from './enter-races.ts';
import { type EnteredOptions, raceEntered } from './race-entered.ts';
import type { Tuning } from './tuning.ts';

export interface TuneOptions extends Pick<EnteredOptions, 'latencyBoundMs' | 'roundSeconds' | 'made'> {
  /** Whose samples, timed scans, warm-up and seed are taken. */
  readonly plan: Pick<Plan, 'samples' | 'split' | 'performanceScans' | 'warmUpScans' | 'seed'>;
  /** Undefined: the first that is ready in the order of the listing; those before it are named. */
  readonly technology?: string;
  readonly modelsDir: string;
}

/**
 * Finds how to share this machine's CPUs out for a technology: every split runs in a process of its own, all workers
 * busy and nothing queued, in turn with the others, until it is shown slower or late. Siblings of another precision run their
 * own race in the same rounds. Then how many tiles are one run is raced at the chosen split. A setting that does
 * not start, or in which a scan fails, is left out and named. Ctrl-C ends the race that is under way after its round, with what
 * was measured; one before the races ends the process. Fails where the technology cannot be had or runs on another server,
 * and where all of its settings fail.
 */
export async function tune(options: TuneOptions): Promise<Outcome<Tuning>> {
  const { plan, modelsDir } = options;
  const wanted = { folders: plan.samples, ...(plan.split !== undefined && { split: plan.split }) };
  const sources = await findScans(wanted);
  if (!sources.ok) return sources;
  const timed = chooseTimed(sources.value, plan.performanceScans);
  const { warmUpScans, seed } = plan;
  const setup = { modelsDir, scans: wanted, timed, warmUpScans, seed };
  const running = new Map<Candidate, RunningTarget>();
  try {
    const entered = await enterRaces(options.technology, setup, running);
    if (!entered.ok) return entered;
    const { races, unavailable } = entered.value;
    const tuned = await untilInterrupted(
      (isEndAsked) => raceEntered(races, { ...options, setup, running, isEndAsked }),
      'This round is the last',
    );
    if (!tuned.ok || unavailable.length === 0) return tuned;
    return succeed({ ...tuned.value, unavailable: [...unavailable] });
  } finally {
    await stopAll([...running.values()]);
  }
}
