import { mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readModel, readModels } from '../../../src/inference/model/model-folder.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';
import { describeFile, writeModel } from '../../fixtures/write-model.ts';

const WEIGHTS = new TextEncoder().encode('{}');

/** Writes a right model, lets `damage` change its folder, and reads it. */
async function readDamaged(damage: (folder: string) => Promise<unknown>) {
  const folder = await writeModel(await temporaryFolder(), modelManifest(), WEIGHTS);
  await damage(folder);
  return readModel(folder);
}

const writeManifest = (folder: string, manifest: unknown) =>
  writeFile(path.join(folder, 'manifest.json'), typeof manifest === 'string' ? manifest : JSON.stringify(manifest));

describe('readModel', () => {
  it('gives the manifest, the path of the weights and their hash', async () => {
    const folder = await writeModel(await temporaryFolder(), modelManifest(), WEIGHTS);
    const file = describeFile('weights.bin', WEIGHTS);
    expect(valueFrom(await readModel(folder))).toEqual({
      manifest: modelManifest({ files: [file] }),
      folder,
      weightsPath: path.join(folder, 'weights.bin'),
      sha256: file.sha256,
    });
  });

  it('takes a link that stays inside the folder', async () => {
    const outcome = await readDamaged(async (folder) => {
      await rename(path.join(folder, 'weights.bin'), path.join(folder, 'v2.bin'));
      await symlink('v2.bin', path.join(folder, 'weights.bin'));
    });
    expect(outcome.ok).toBe(true);
  });

  it.each([
    ['JSON cut off', (folder) => writeManifest(folder, '{"id": "fix'), /manifest\.json: not JSON/],
    ['an empty manifest file', (folder) => writeManifest(folder, ''), /manifest\.json: not JSON/],
    ['no manifest', (folder) => rm(path.join(folder, 'manifest.json')), /manifest\.json: the file is missing/],
    [
      'a wrong field, by its path',
      (folder) => writeManifest(folder, modelManifest({ input: { tile: { sizePx: 16, overlapPx: 0 } } })),
      /input\.tile\.sizePx: must be at least 32/,
    ],
    [
      'an unknown field, by its name',
      (folder) => writeManifest(folder, { ...modelManifest(), treshold: 1 }),
      /treshold: is not a field here \(manifest\.schema\.json describes each field\)/,
    ],
    [
      'fields that contradict each other',
      (folder) => writeManifest(folder, modelManifest({ input: { normalize: { mean: [0, 0], std: [1] } } })),
      /input\.normalize: mean and std must have the same length/,
    ],
    [
      'an id that is not the folder’s name',
      (folder) => writeManifest(folder, modelManifest({ id: 'other' })),
      /id is "other", the folder is called "fixture": give both one name/,
    ],
    [
      'weights that are missing',
      (folder) => rm(path.join(folder, 'weights.bin')),
      /weights\.bin: the file is missing: copy it there/,
    ],
    [
      'weights that may not be looked at',
      async (folder) => {
        await rm(path.join(folder, 'weights.bin'));
        // As one without the rights to look at it, which nothing is that an administrator runs.
        await symlink('weights.bin', path.join(folder, 'weights.bin'));
      },
      /weights\.bin: the file cannot be read \(ELOOP\): let Scanbench read it/,
    ],
    [
      'weights of another size',
      (folder) => truncate(path.join(folder, 'weights.bin'), 1),
      /weights\.bin: 1 bytes, the manifest says 2: copy the right file/,
    ],
    [
      'weights with another hash',
      (folder) => writeFile(path.join(folder, 'weights.bin'), '[]'),
      /weights\.bin: SHA-256 is [0-9a-f]{64}, the manifest says [0-9a-f]{64}: copy the right file/,
    ],
    [
      'a folder in place of weights',
      async (folder) => {
        await rm(path.join(folder, 'weights.bin'));
        await mkdir(path.join(folder, 'weights.bin'));
      },
      /weights\.bin: this is not a file/,
    ],
  ] as const satisfies readonly (readonly [string, (folder: string) => Promise<unknown>, RegExp])[])(
    'refuses %s',
    async (_what, damage, message) => {
      const outcome = await readDamaged(damage);
      expect(outcome).toMatchObject({ ok: false, failure: { code: 'runtime-failed' } });
      expect(failureOf(outcome)).toMatch(/^Model "fixture" is refused: .*\.$/);
      expect(failureOf(outcome)).toMatch(message);
    },
  );

  it.each([
    ['../secret.bin', 'the path leaves'],
    ['inner/../../secret.bin', 'the path leaves'],
    ['..', 'the path leaves'],
    ['.', 'the path leaves'],
  ])('refuses the path %s, though the file is there and right', async (filePath, message) => {
    const outcome = await readDamaged(async (folder) => {
      await writeFile(path.join(folder, '../secret.bin'), WEIGHTS);
      await writeManifest(folder, modelManifest({ files: [describeFile(filePath, WEIGHTS)] }));
    });
    expect(failureOf(outcome)).toContain(`${filePath}: ${message}`);
  });

  it('refuses an absolute path, even one into the folder', async () => {
    const outcome = await readDamaged((folder) => {
      const absolute = path.join(folder, 'weights.bin');
      return writeManifest(folder, modelManifest({ files: [describeFile(absolute, WEIGHTS)] }));
    });
    expect(failureOf(outcome)).toContain('the path is absolute');
  });

  it.each([
    ['a link to a file outside', 'weights.bin'],
    ['a file behind a linked folder', 'inner/secret.bin'],
  ])('refuses %s, though its bytes are right', async (_what, filePath) => {
    const outcome = await readDamaged(async (folder) => {
      const outside = path.join(folder, '../outside');
      await mkdir(outside);
      await writeFile(path.join(outside, 'secret.bin'), WEIGHTS);
      await rm(path.join(folder, 'weights.bin'));
      await symlink('../outside/secret.bin', path.join(folder, 'weights.bin'));
      await symlink('../outside', path.join(folder, 'inner'));
      await writeManifest(folder, modelManifest({ files: [describeFile(filePath, WEIGHTS)] }));
    });
    expect(failureOf(outcome)).toContain('the link leads out');
  });
});

describe('readModels', () => {
  it('reads the right ones in the order of their ids, beside those that are refused', async () => {
    const modelsDir = await temporaryFolder();
    for (const id of ['zebra', 'alpha', 'broken']) await writeModel(modelsDir, modelManifest({ id }), WEIGHTS);
    await writeManifest(path.join(modelsDir, 'broken'), 'rubbish');
    const readings = await readModels(modelsDir);
    expect(readings.map(({ id, outcome }) => [id, outcome.ok])).toEqual([
      ['alpha', true],
      ['broken', false],
      ['zebra', true],
    ]);
  });

  it('puts those first that manifests list first', async () => {
    const modelsDir = await temporaryFolder();
    await writeModel(modelsDir, modelManifest({ id: 'alpha' }), WEIGHTS);
    await writeModel(modelsDir, modelManifest({ id: 'last', listing: 7 }), WEIGHTS);
    await writeModel(modelsDir, modelManifest({ id: 'most', listing: 0 }), WEIGHTS);
    expect((await readModels(modelsDir)).map(({ id }) => id)).toEqual(['most', 'last', 'alpha']);
  });

  it('passes over files and folders that are no models', async () => {
    const modelsDir = await temporaryFolder();
    await mkdir(path.join(modelsDir, 'graph'));
    await writeFile(path.join(modelsDir, 'build.ts'), '');
    expect(await readModels(modelsDir)).toEqual([]);
  });

  it('reports a folder whose manifest cannot be looked at, which may be a model', async () => {
    const modelsDir = await temporaryFolder();
    await mkdir(path.join(modelsDir, 'locked'));
    // As one without the rights to look into it, which nothing is that an administrator runs.
    await symlink('manifest.json', path.join(modelsDir, 'locked', 'manifest.json'));
    const [reading] = await readModels(modelsDir);
    expect(reading?.id).toBe('locked');
    expect(reading && failureOf(reading.outcome)).toMatch(/manifest\.json: the file cannot be read \(ELOOP\)/);
  });

  it('finds no model where there is no folder', async () => {
    expect(await readModels(path.join(await temporaryFolder(), 'nowhere'))).toEqual([]);
  });
});
