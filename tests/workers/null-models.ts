import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Manifest } from '../../src/inference/manifest.ts';

const WEIGHTS = Buffer.from('{}');

/** A new models folder with a model of the null runtime for each id. The caller removes it. */
export async function createNullModels(ids: readonly string[]): Promise<string> {
  const modelsDir = await mkdtemp(path.join(tmpdir(), 'scanbench-null-models-'));
  for (const id of ids) await writeNullModel(modelsDir, id);
  return modelsDir;
}

export async function writeNullModel(modelsDir: string, id: string, changes: Partial<Manifest> = {}): Promise<void> {
  const folder = path.join(modelsDir, id);
  await mkdir(folder);
  await writeFile(path.join(folder, 'weights.bin'), WEIGHTS);
  await writeFile(path.join(folder, 'manifest.json'), JSON.stringify({ ...nullManifest(id), ...changes }));
}

function nullManifest(id: string): Manifest {
  return {
    id,
    version: '1.0.0',
    title: 'A model that finds nothing',
    licence: 'Apache-2.0',
    files: [
      {
        path: 'weights.bin',
        sha256: createHash('sha256').update(WEIGHTS).digest('hex'),
        bytes: WEIGHTS.length,
      },
    ],
    runtime: 'null',
    precision: 'fp32',
    input: {
      name: 'input',
      energies: ['high'],
      planes: ['transmission'],
      type: 'float32',
      layout: 'NCHW',
      dynamic: { multipleOfPx: 1 },
      normalize: { mean: [0], std: [1] },
    },
    output: { kind: 'anomaly-map', names: { map: 'map' } },
    operatingPoints: [{ name: 'default', threshold: 0.5, pfaLimit: 0.01, benignCount: 0, pfaBounds: [0, 1] }],
    training: {},
    evaluation: {},
    limits: ['It finds nothing.'],
  };
}
