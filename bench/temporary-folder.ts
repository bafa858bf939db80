import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Works in a folder that goes with the work, however that ends; it lies in `parent`. */
export async function inTemporaryFolder<Value>(
  work: (folder: string) => Promise<Value>,
  parent = tmpdir(),
): Promise<Value> {
  const folder = await mkdtemp(join(parent, 'scanbench-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
