import { type Outcome, succeed } from '../../../domain/failure.ts';
import { checkTruths } from '../../evaluation/check-truths.ts';
import { loadTechnologies } from '../../models/load-technologies.ts';
import { noneReady } from '../../models/none-ready.ts';
import { findScans } from '../../samples/find-scans.ts';
import { type Plan, TECHNOLOGY_LIMIT, wantedScans } from './plan.ts';

/** What a plan would work on. */
export interface CheckedPlan {
  readonly scans: number;
  /** What would be compared; null where a service is to say, which is not asked. */
  readonly technologies: readonly string[] | null;
}

/**
 * Whether what a plan names is there, as the run finds it: sets of scans whose truth is known, and technologies that load.
 * Fails as `findScans`, `checkTruths` and `loadTechnologies` do, with the reason of a named technology that does not load, and
 * with all reasons where none is named and none loads.
 */
export async function checkPlan(plan: Plan, modelsDir: string): Promise<Outcome<CheckedPlan>> {
  const found = await findScans(wantedScans(plan));
  if (!found.ok) return found;
  const known = checkTruths(found.value);
  if (!known.ok) return known;
  const scans = found.value.length;
  if ((plan.target ?? 'in-process') !== 'in-process') {
    return succeed({ scans, technologies: plan.technologies ?? null });
  }
  const readyLimit = plan.technologyLimit ?? TECHNOLOGY_LIMIT;
  const loaded = await loadTechnologies(modelsDir, plan.technologies, { readyLimit });
  if (!loaded.ok) return loaded;
  for (const { outcome } of loaded.value) if (outcome.ok) await outcome.value.close();
  const unavailable = loaded.value.flatMap(({ id: technology, outcome }) =>
    outcome.ok ? [] : [{ technology, reason: outcome.failure.message, outcome }],
  );
  const [broken] = unavailable;
  if (plan.technologies !== undefined && broken !== undefined) return broken.outcome;
  const ready = loaded.value.filter(({ outcome }) => outcome.ok).map(({ id }) => id);
  if (ready.length > 0) return succeed({ scans, technologies: ready });
  return noneReady(modelsDir, unavailable);
}
