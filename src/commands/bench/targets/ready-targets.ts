import type { Outcome } from '../../../domain/failure.ts';
import { succeed } from '../../../domain/failure.ts';
import { readModels } from '../../../inference/model/model-folder.ts';
import type { StartProgress } from '../../command-line/progress.ts';
import { noneReady } from '../../models/none-ready.ts';
import { cannotStart } from './cannot-start.ts';
import { type RunningTarget, startTarget } from './start-target.ts';
import type { TargetSetup } from './target-messages.ts';

export interface ReadyTargets {
  readonly targets: readonly RunningTarget[];
  readonly unavailable: readonly { readonly technology: string; readonly reason: string }[];
}

export interface WantedTargets {
  /** Ids of technologies or models, each of which must be had; null for the first ready ones of the listing. */
  readonly named: readonly string[] | null;
  /** So many at most where none are named. */
  readonly limit: number;
  readonly setup: Omit<TargetSetup, 'technology'>;
  readonly tell: StartProgress;
}

/** Starts what is to be compared. Fails where a named technology cannot be had, or none at all; nothing is left running. */
export async function startTargets({ named, limit, setup, tell }: WantedTargets): Promise<Outcome<ReadyTargets>> {
  const candidates = (named && [...new Set(named)]) ?? (await readModels(setup.modelsDir)).map(({ id }) => id);
  const targets: RunningTarget[] = [];
  const unavailable: { technology: string; reason: string }[] = [];
  const progress = tell('loading', named === null ? Math.min(limit, candidates.length) : candidates.length);
  for (const technology of candidates) {
    if (named === null && targets.length >= limit) break;
    const started = await startTarget({ ...setup, technology });
    if (started.ok && targets.some((other) => idOf(other) === idOf(started.value))) await started.value.stop();
    else if (started.ok) {
      targets.push(started.value);
      progress.advance();
    } else if (named === null) unavailable.push({ technology, reason: started.failure.message });
    else {
      progress.stop();
      await stopAll(targets);
      return cannotStart(technology, started.failure);
    }
  }
  progress.stop();
  if (targets.length > 0) return succeed({ targets, unavailable });
  return noneReady(setup.modelsDir, unavailable);
}

function idOf({ ready }: RunningTarget): string {
  return ready.technology.id;
}

export async function stopAll(targets: readonly RunningTarget[]): Promise<void> {
  for (const target of targets) await target.stop();
}
