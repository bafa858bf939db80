import { type Failure, fail } from '../../domain/failure.ts';
import type { Technology } from '../../domain/technology/technology.ts';
import { mayComeBack } from '../scans/comes-back.ts';

/** A technology that a scan waits for. */
export interface LackingTechnology {
  readonly id: string;
  /** Why it cannot screen, and what mends that. */
  readonly reason: string;
  /** Whether it may be back without a restart, so that a try is not in vain however long it was away. */
  readonly mayComeBack: boolean;
}

/** The first of these that cannot screen now, because it is away, was refused or is not there any more; null where all can. */
export function lackingTechnology(
  ids: readonly string[],
  technologies: readonly Technology[],
): LackingTechnology | null {
  for (const id of ids) {
    const technology = technologies.find((candidate) => candidate.id === id);
    if (technology === undefined) return { id, reason: GONE, mayComeBack: false };
    if (technology.state === 'ready') continue;
    return { id, reason: technology.reason, mayComeBack: mayComeBack(technology) };
  }
  return null;
}

const GONE =
  'No model makes it any more: put its folder back into the models folder, set its provider again, and restart.';

/** What a scan fails with that waited for it for as long as may be. */
export function waitedInVain({ id, reason }: LackingTechnology): Failure {
  const message = `It waited for a day for the technology ${JSON.stringify(id)}, which cannot screen. ${reason} Then post the scan again.`;
  return fail('unknown-technology', message).failure;
}
