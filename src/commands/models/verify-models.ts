import { readRemoteAccess } from '../../config/remote-access.ts';
import { type Outcome, succeed } from '../../domain/failure.ts';
import type { RemoteAccess } from '../../domain/network/remote-access.ts';
import { type ModelReading, readModels } from '../../inference/model/model-folder.ts';
import { screen } from '../../inference/screen.ts';
import { trialScan } from '../../inference/trial-scan.ts';
import { loadReading } from './load-technologies.ts';
import { noModels } from './no-models.ts';

export interface VerifiedTechnology {
  readonly technology: string;
  readonly state: 'ready' | 'unavailable';
  readonly reason: string | null;
  readonly loadMs: number | null;
  readonly screenMs: number | null;
}

/** Checks, loads and runs every model of a folder once, in this thread. */
export async function verifyModels(modelsDir: string): Promise<Outcome<readonly VerifiedTechnology[]>> {
  const access = readRemoteAccess(process.env);
  if (!access.ok) return access;
  const rows: VerifiedTechnology[] = [];
  for (const reading of await readModels(modelsDir)) rows.push(await verifyModel(reading, access.value));
  return rows.length === 0 ? noModels(modelsDir) : succeed(rows);
}

/** Loads a model and screens a small dual-energy scan with it that is made for the purpose. */
export async function verifyModel(reading: ModelReading, access: RemoteAccess): Promise<VerifiedTechnology> {
  const { id, outcome, loadMs } = await loadReading(reading, access);
  if (!outcome.ok) return unverified(id, outcome.failure.message);
  const screenedAt = performance.now();
  const result = await screen(await trialScan(id), new Map([[id, outcome.value]]));
  const screenMs = performance.now() - screenedAt;
  await outcome.value.close();
  return result.ok
    ? { technology: id, state: 'ready', reason: null, loadMs, screenMs }
    : { ...unverified(id, result.failure.message), loadMs };
}

/** What is said of a technology that cannot screen. */
export function unverified(technology: string, reason: string): VerifiedTechnology {
  return { technology, state: 'unavailable', reason, loadMs: null, screenMs: null };
}
