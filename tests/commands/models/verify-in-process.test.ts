import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verifyInProcess } from '../../../src/commands/models/verify-in-process.ts';
import { endlessModel } from '../../fixtures/endless-model.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { identityModel } from '../../fixtures/onnx-models.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';
import { writeModel } from '../../fixtures/write-model.ts';

it('says of a model that loops without end that it does, and verifies those beside it', async () => {
  const models = await temporaryFolder();
  await writeModel(models, modelManifest({ id: 'a-good-one', runtime: 'onnx' }), identityModel);
  await writeModel(models, modelManifest({ id: 'b-endless', runtime: 'onnx' }), endlessModel(1));
  await writeModel(models, modelManifest({ id: 'c-good-one', runtime: 'onnx' }), identityModel);
  const rows = valueFrom(await verifyInProcess(models, 2));
  expect(rows.map(({ technology, state }) => [technology, state])).toEqual([
    ['a-good-one@onnx-cpu', 'ready'],
    ['b-endless@onnx-cpu', 'unavailable'],
    ['c-good-one@onnx-cpu', 'ready'],
  ]);
  expect(rows[1]?.reason).toBe(
    'Its process ended (SIGALRM): it did not come back from one step within 2 s, look whether its graph loops without end.',
  );
});

it('fails where there are no models, or their folder cannot be read', async () => {
  const empty = await temporaryFolder();
  expect(failureOf(await verifyInProcess(empty))).toContain('holds no models: name another folder');
  expect(failureOf(await verifyInProcess(join(empty, 'gone')))).toMatch(
    /gone cannot be read \(ENOENT.*: name another folder/,
  );
});
