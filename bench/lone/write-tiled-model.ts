import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MANIFEST_FILE, readModel } from '../../src/inference/model/model-folder.ts';
import { shipped } from '../../src/installation.ts';

const WEIGHTS_OF = 'tip-unet-single';
const ID = 'tiled-unet';

/** What the model is called as a technology. */
export const TILED_TECHNOLOGY = `${ID}@onnx-cpu`;

/** The container on the bench's display picture is 12 of them: six across, two down. */
const TILE = { sizePx: 448, overlapPx: 64 } as const;

/**
 * A models folder with one model: the weights of a shipped network over a scan's own pixels in tiles, as models are that
 * need full resolution. Its decisions mean nothing, its time does.
 */
export async function writeTiledModel(modelsDir: string): Promise<void> {
  const original = await readModel(shipped('models', WEIGHTS_OF));
  if (!original.ok) throw new Error(original.failure.message);
  const { manifest, folder } = original.value;
  const target = join(modelsDir, ID);
  await mkdir(target, { recursive: true });
  for (const { path } of manifest.files) await copyFile(join(folder, path), join(target, path));
  const input = { ...manifest.input, dynamic: { multipleOfPx: 32 }, tile: TILE };
  await writeFile(join(target, MANIFEST_FILE), JSON.stringify({ ...manifest, id: ID, input }));
}
