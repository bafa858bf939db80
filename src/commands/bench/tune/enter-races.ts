import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import { readModels } from '../../../inference/model/model-folder.ts';
import { cpuSplits } from '../../../performance/cpu-splits.ts';
import { usableCpus } from '../../../workers/thread-budget.ts';
import { startProgress } from '../../command-line/progress.ts';
import { type ReadyTargets, startTargets } from '../targets/ready-targets.ts';
import { type RunningTarget, startTarget } from '../targets/start-target.ts';
import type { TargetSetup } from '../targets/target-messages.ts';
import { type Candidate, neverStarted, type Split } from './candidate.ts';
import { precisionSiblings } from './precision-siblings.ts';
import type { Tuning } from './tuning.ts';

/** What all candidates of a tuning are started with. */
export type RaceSetup = Omit<TargetSetup, 'technology' | keyof Split>;

/** The race of one technology, the default first. */
export interface EnteredRace {
  readonly technology: string;
  readonly precision: Tuning['races'][number]['precision'];
  readonly sha256: string;
  readonly race: readonly Candidate[];
}

/** Who races, the technology first, then its siblings; and who is not ready and would have come before it. */
interface EnteredRaces extends Pick<ReadyTargets, 'unavailable'> {
  readonly races: readonly EnteredRace[];
}

/**
 * Starts every split of the technology and of its siblings, each in a process of its own; who runs is in `running`, also
 * where this fails. A split that does not start is a candidate that failed, the default like any other.
 */
export async function enterRaces(
  technology: string | undefined,
  setup: RaceSetup,
  running: Map<Candidate, RunningTarget>,
): Promise<Outcome<EnteredRaces>> {
  const cpus = usableCpus();
  const first = await startFirst(technology, setup, splitsOf(cpus, true));
  if (!first.ok) return first;
  const { target, split: startedWith, failed, unavailable } = first.value;
  const { id, model, runtime } = target.ready.technology;
  const enter = (ready: RunningTarget, split: Split) => {
    const candidate: Candidate = { technology: ready.ready.technology.id, split, blocks: [], dropped: null };
    running.set(candidate, ready);
    return candidate;
  };
  const entrant = enter(target, startedWith);
  if (runtime === 'remote') {
    return fail(
      'malformed-request',
      `${id} runs on a server of its own, which no split of these CPUs makes faster: tune that server, or name a ` +
        'technology that runs here with --technology.',
    );
  }
  const splits = splitsOf(cpus, runtime === 'onnx');
  const siblings = precisionSiblings(model.id, runtime, await readModels(setup.modelsDir));
  const entered: EnteredRace[] = [];
  for (const each of [id, ...siblings]) {
    const isFirst = each === id;
    const race: Candidate[] = isFirst ? [...failed.map((why) => neverStarted(id, why.split, why)), entrant] : [];
    for (const split of splits.slice(race.length)) {
      const started = await startTarget({ ...setup, ...split, technology: each });
      race.push(started.ok ? enter(started.value, split) : neverStarted(each, split, started.failure));
    }
    const ready = race.flatMap((candidate) => running.get(candidate) ?? [])[0]?.ready.technology;
    const { precision, model: loaded } = ready ?? target.ready.technology;
    entered.push({ technology: each, precision, sha256: loaded.sha256, race });
  }
  return succeed({ races: entered, unavailable });
}

function splitsOf(cpus: number, threadsHelp: boolean): readonly Split[] {
  return cpuSplits(cpus, { threadsHelp }).map((split) => ({ ...split, tileBatch: 1 }));
}

interface FirstTarget extends Pick<ReadyTargets, 'unavailable'> {
  readonly target: RunningTarget;
  readonly split: Split;
  /** The splits before it, none of which started. */
  readonly failed: readonly { readonly split: Split; readonly code: 'runtime-failed'; readonly message: string }[];
}

/**
 * Starts the technology, with the first split at which it does. Only a runtime that fails may do better at another: what is
 * not there, or is no model, is so at each.
 */
async function startFirst(
  technology: string | undefined,
  setup: RaceSetup,
  splits: readonly Split[],
): Promise<Outcome<FirstTarget>> {
  const named = technology === undefined ? null : [technology];
  const failed: { readonly split: Split; readonly code: 'runtime-failed'; readonly message: string }[] = [];
  for (const split of splits) {
    const first = await startTargets({ named, limit: 1, setup: { ...setup, ...split }, tell: startProgress });
    if (first.ok) {
      const { targets, unavailable } = first.value;
      const [target] = targets;
      if (target === undefined) throw new Error('a target was ready and is not there');
      return succeed({ target, split, failed, unavailable });
    }
    const { code, message } = first.failure;
    if (code !== 'runtime-failed') return first;
    failed.push({ split, code, message });
  }
  const message = failed[0]?.message ?? '';
  return fail('runtime-failed', `No split of these CPUs starts ${technology}: ${message} Mend that, or tune another.`);
}
