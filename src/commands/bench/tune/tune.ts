import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import { readModels } from '../../../inference/model-folder.ts';
import { type CpuSplit, cpuSplits } from '../../../performance/cpu-splits.ts';
import type { RaceTerms } from '../../../performance/race.ts';
import { usableCpus } from '../../../workers/thread-budget.ts';
import type { EvaluationOptions } from '../../evaluation/evaluate-samples.ts';
import { findScans } from '../../find-scans.ts';
import { startProgress } from '../../progress.ts';
import { chooseTimed } from '../choose-timed.ts';
import { othersShare, readHostTimes } from '../host-load.ts';
import type { Plan } from '../plan.ts';
import { startTargets, stopAll } from '../ready-targets.ts';
import { type RunningTarget, startTarget } from '../start-target.ts';
import type { TargetSetup } from '../target-messages.ts';
import type { Candidate } from './candidate.ts';
import { precisionSiblings } from './precision-siblings.ts';
import { reportRace, timesAsLong } from './report-race.ts';
import { LOOKS_AFTER_ROUNDS, raceTerms, runRaces } from './run-races.ts';
import type { Tuning } from './tuning.ts';

/** What the latency bound is held against. */
const BOUND_PERCENTILE = 0.9;

export interface TuneOptions {
  /** Whose samples, timed scans, warm-up and seed are taken. */
  readonly plan: Pick<Plan, 'samples' | 'split' | 'performanceScans' | 'warmUpScans' | 'seed'>;
  /** Undefined: the first that is ready in the order of the listing. */
  readonly technology?: string;
  readonly latencyBoundMs: number | null;
  /** A block lasts at least so long, and then to the end of a pass over the timed scans. */
  readonly roundSeconds: number;
  readonly modelsDir: string;
  readonly made: EvaluationOptions['made'];
}

/**
 * Finds how to share this machine's CPUs out for a technology: every split runs in a process of its own, all workers
 * busy and nothing queued, in turn with the others, until it is shown slower or late. Siblings of another precision run their
 * own race in the same rounds. Fails where the technology or a sibling cannot be had or runs on another server, and as blocks do.
 */
export async function tune(options: TuneOptions): Promise<Outcome<Tuning>> {
  const { plan, latencyBoundMs, roundSeconds, modelsDir, made } = options;
  const wanted = { folders: plan.samples, ...(plan.split !== undefined && { split: plan.split }) };
  const sources = await findScans(wanted);
  if (!sources.ok) return sources;
  const timed = chooseTimed(sources.value, plan.performanceScans);
  const { warmUpScans, seed } = plan;
  const setup = { modelsDir, scans: wanted, timed, warmUpScans, seed };
  const running = new Map<Candidate, RunningTarget>();
  try {
    const entered = await enterAll(options.technology, setup, running);
    if (!entered.ok) return entered;
    const latencyBound = latencyBoundMs === null ? null : { percentile: BOUND_PERCENTILE, ms: latencyBoundMs };
    const races = entered.value.map(({ race }) => race);
    const before = readHostTimes();
    const raced = await raceAll(races, latencyBound, roundSeconds, running);
    if (!raced.ok) return raced;
    const ownCpuMs = races
      .flat()
      .reduce((sum, { blocks }) => sum + blocks.reduce((own, { cpuMs }) => own + (cpuMs ?? 0), 0), 0);
    const reports = entered.value.map(({ race, ...identity }) => reportRace(identity, race, raceTerms(latencyBound)));
    const chosen = reports.map((report, place) => races[place]?.[report.chosen]);
    return succeed({
      kind: 'scanbench-tuning',
      version: 1,
      ...made,
      othersCpuShare: othersShare(before, readHostTimes(), ownCpuMs),
      latencyBound,
      timedScans: [...timed],
      roundSeconds,
      looksAfterRounds: [...LOOKS_AFTER_ROUNDS],
      races: reports,
      siblings: siblingsOf(chosen),
    });
  } finally {
    await stopAll([...running.values()]);
  }
}

type Setup = Omit<TargetSetup, 'technology' | keyof CpuSplit>;

interface EnteredRace {
  readonly technology: string;
  readonly precision: Tuning['races'][number]['precision'];
  readonly sha256: string;
  readonly race: readonly Candidate[];
}

/** Starts every split of the technology and of its siblings; who runs is in `running`, also where this fails. */
async function enterAll(
  technology: string | undefined,
  setup: Setup,
  running: Map<Candidate, RunningTarget>,
): Promise<Outcome<readonly EnteredRace[]>> {
  const cpus = usableCpus();
  const [standard = { workers: cpus, intraOpThreads: 1 }] = cpuSplits(cpus, { threadsHelp: false });
  const named = technology === undefined ? null : [technology];
  const first = await startTargets({ named, limit: 1, setup: { ...setup, ...standard }, tell: startProgress });
  if (!first.ok) return first;
  const [target] = first.value.targets;
  if (target === undefined) throw new Error('a target was ready and is not there');
  const { id, model, runtime } = target.ready.technology;
  const enter = (ready: RunningTarget, split: CpuSplit) => {
    const candidate: Candidate = { technology: ready.ready.technology.id, split, blocks: [], dropped: null };
    running.set(candidate, ready);
    return candidate;
  };
  const champion = enter(target, standard);
  if (runtime === 'remote') {
    return fail(
      'malformed-request',
      `${id} runs on a server of its own, which no split of these CPUs makes faster: tune that server, or name a ` +
        'technology that runs here with --technology.',
    );
  }
  const splits = cpuSplits(cpus, { threadsHelp: runtime === 'onnx' });
  const siblings = precisionSiblings(model.id, runtime, await readModels(setup.modelsDir));
  const entered: EnteredRace[] = [];
  for (const each of [id, ...siblings]) {
    const race: Candidate[] = each === id ? [champion] : [];
    for (const split of splits.slice(race.length)) {
      const started = await startTarget({ ...setup, ...split, technology: each });
      if (!started.ok) return started;
      race.push(enter(started.value, split));
    }
    const [anyOf = champion] = race;
    const { precision, model: loaded } = running.get(anyOf)?.ready.technology ?? target.ready.technology;
    entered.push({ technology: each, precision, sha256: loaded.sha256, race });
  }
  return succeed(entered);
}

async function raceAll(
  races: readonly (readonly Candidate[])[],
  latencyBound: RaceTerms['latencyBound'],
  roundSeconds: number,
  running: Map<Candidate, RunningTarget>,
): Promise<Outcome<null>> {
  const progress = startProgress('tuning', races.flat().length * (LOOKS_AFTER_ROUNDS.at(-1) ?? 0));
  try {
    return await runRaces({
      races,
      latencyBound,
      measure: async (candidate, round) => {
        const target = running.get(candidate);
        if (target === undefined) throw new Error('a candidate that was dropped is not measured');
        const shape = { scenario: 'closed-loop', inFlight: candidate.split.workers } as const;
        const block = await target.measure({ shape, leastMs: 1000 * roundSeconds, round });
        progress.advance();
        return block;
      },
      onDropped: async (candidate) => {
        await running.get(candidate)?.stop();
        running.delete(candidate);
      },
    });
  } finally {
    progress.stop();
  }
}

function siblingsOf([first, ...others]: readonly (Candidate | undefined)[]): Tuning['siblings'] {
  return others.flatMap((other) => {
    if (first === undefined || other === undefined) return [];
    const found = timesAsLong(first, other);
    if (found.state !== 'estimated') return [];
    return [{ technology: other.technology, ratio: found.ratio, bounds: found.bounds, rounds: found.rounds }];
  });
}
