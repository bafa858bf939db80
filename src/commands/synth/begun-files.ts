import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Sample } from '../../domain/scan/sample.ts';
import { CARGO_NAMES } from '../../simulator/cargo/cargo-kinds.ts';
import { ASIDE_FOLDER } from './renumber-samples.ts';

/** What `synth` calls a scan's folder, and begins a mask's name with. */
const SCAN_NAME = new RegExp(`^\\d{3,}-(?:${CARGO_NAMES.join('|')})(?=$|\\.)`);

/** Removes what scans that were broken off left in a set's folder: pictures and masks that no sample names. */
export async function clearStrays(folder: string, samples: readonly Sample[]): Promise<void> {
  const ids = new Set(samples.map(({ id }) => id));
  await rm(path.join(folder, ASIDE_FOLDER), { recursive: true, force: true });
  for (const within of ['.', 'masks']) {
    const names = await readdir(path.join(folder, within)).catch(() => []);
    for (const name of names) {
      const [id] = SCAN_NAME.exec(name) ?? [];
      if (id !== undefined && !ids.has(id)) await rm(path.join(folder, within, name), { recursive: true, force: true });
    }
  }
}
