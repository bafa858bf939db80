import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { findUnknownTechnologies } from '../../../src/workers/technologies/unknown-technologies.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { writeNullModel } from '../null-models.ts';

it('knows a technology by its manifest, whatever became of its weights, and on the providers asked for alone', async () => {
  const modelsDir = await temporaryFolder();
  await writeNullModel(modelsDir, 'quiet');
  await rm(path.join(modelsDir, 'quiet', 'weights.bin'));
  const ids = ['quiet@null-cpu', 'quiet@onnx-cpu', 'quiet', 'quite@null-cpu'];
  expect(await findUnknownTechnologies(ids, modelsDir, ['cpu'])).toEqual({
    unknown: ['quiet@onnx-cpu', 'quiet', 'quite@null-cpu'],
    known: ['quiet@null-cpu'],
  });
});

it('takes a model whose manifest cannot be read for any technology of its name', async () => {
  const modelsDir = await temporaryFolder();
  await mkdir(path.join(modelsDir, 'cut'));
  await writeFile(path.join(modelsDir, 'cut', 'manifest.json'), '{"id": "cu');
  const ids = ['cut@onnx-cuda', 'cut', 'cute@onnx-cpu'];
  expect((await findUnknownTechnologies(ids, modelsDir, ['cpu'])).unknown).toEqual(['cut', 'cute@onnx-cpu']);
});

it('knows nothing of a folder that is empty or not there', async () => {
  const modelsDir = await temporaryFolder();
  for (const folder of [modelsDir, path.join(modelsDir, 'nowhere')]) {
    expect(await findUnknownTechnologies(['one'], folder, ['cpu'])).toEqual({ unknown: ['one'], known: [] });
  }
});
