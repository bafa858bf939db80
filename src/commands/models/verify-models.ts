import { type Outcome, succeed } from '../../domain/failure.ts';
import { screen } from '../../inference/screen.ts';
import { trialScan } from '../../inference/trial-scan.ts';
import { loadTechnologies } from './load-technologies.ts';

export interface VerifiedTechnology {
  readonly technology: string;
  readonly state: 'ready' | 'unavailable';
  readonly reason: string | null;
  readonly loadMs: number | null;
  readonly screenMs: number | null;
}

/** Checks, loads and runs every model of a folder once, on a small dual-energy scan made for the purpose. */
export async function verifyModels(modelsDir: string): Promise<Outcome<readonly VerifiedTechnology[]>> {
  const found = await loadTechnologies(modelsDir);
  if (!found.ok) return found;
  const rows: VerifiedTechnology[] = [];
  for (const { id, outcome, loadMs } of found.value) {
    if (!outcome.ok) {
      rows.push({
        technology: id,
        state: 'unavailable',
        reason: outcome.failure.message,
        loadMs: null,
        screenMs: null,
      });
      continue;
    }
    const screenedAt = performance.now();
    const result = await screen(await trialScan(id), new Map([[id, outcome.value]]));
    const screenMs = performance.now() - screenedAt;
    await outcome.value.close();
    rows.push(
      result.ok
        ? { technology: id, state: 'ready', reason: null, loadMs, screenMs }
        : { technology: id, state: 'unavailable', reason: result.failure.message, loadMs, screenMs: null },
    );
  }
  return succeed(rows);
}
