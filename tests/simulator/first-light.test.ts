import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashPlane } from '../../src/commands/hash-plane.ts';
import type { Sample } from '../../src/domain/sample.ts';
import { decodeScan } from '../../src/formats/decode-scan.ts';
import { loadSampleFiles, readSampleSet, type SampleSet } from '../../src/formats/sample-set.ts';
import { planSamples } from '../../src/simulator/plan-samples.ts';
import { simulateScan } from '../../src/simulator/simulate-scan.ts';

const FOLDER = path.join(import.meta.dirname, '../../samples/first-light');
const PLAN = {
  count: 14,
  seed: 12,
  scanner: 'gate-6-4-compact',
  cargo: null,
  threatShare: 0.5,
  vehicleShare: 0.35,
} as const;

let set: SampleSet;
beforeAll(async () => {
  const outcome = await readSampleSet(FOLDER);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  set = outcome.value;
});

async function hashesOf(sample: Sample): Promise<Record<string, string>> {
  const files = await loadSampleFiles(set, sample);
  if (!files.ok) throw new Error(files.failure.message);
  const views = await decodeScan(files.value);
  if (!views.ok) throw new Error(views.failure.message);
  const hashes: Record<string, string> = {};
  for (const { name, planes } of views.value) {
    if (planes.high !== undefined) hashes[`${name}.high`] = hashPlane(planes.high);
    if (planes.low !== undefined) hashes[`${name}.low`] = hashPlane(planes.low);
  }
  return hashes;
}

describe('samples/first-light', () => {
  it('decodes to the very pixels whose hash its lines carry', async () => {
    expect(set.samples).toHaveLength(PLAN.count);
    for (const sample of set.samples) {
      expect(await hashesOf(sample)).toEqual(sample.provenance['planesSha256']);
    }
  });

  it.each([3, 4, 13])('comes out of the simulator again from its seed, sample %d to the bit', (index) => {
    const order = planSamples(PLAN)[index];
    const sample = set.samples[index];
    if (order === undefined || sample === undefined) throw new Error('the set is shorter than its plan');
    const scan = simulateScan(order);
    expect(sample.provenance['seed']).toBe(order.seed);
    expect(sample.provenance['planesSha256']).toEqual({
      'side.high': hashPlane(scan.planes.high),
      'side.low': hashPlane(scan.planes.low),
    });
    expect(sample.containers).toEqual({ side: scan.containers });
  });

  it('was written by the recipe beside it', async () => {
    const {
      simulator: _,
      version: __,
      split: ___,
      ...plan
    } = JSON.parse(await readFile(path.join(FOLDER, 'recipe.json'), 'utf8'));
    expect(plan).toEqual(PLAN);
  });

  it('holds empties and loads, threats and none, vehicles, and two 20-ft containers on one chassis', () => {
    expect(set.samples.filter((sample) => sample.truth === 'benign')).toHaveLength(7);
    expect(new Set(set.samples.map((sample) => sample.cargo)).size).toBe(6);
    expect(set.samples.some((sample) => sample.containers?.['side']?.length === 2)).toBe(true);
  });

  it('has a mask for each threat, and weighs no more than ten megabytes', async () => {
    let bytes = 0;
    for (const sample of set.samples) {
      const masks = sample.truth === 'benign' ? [] : Object.values(sample.truth.threat.masks ?? {});
      expect(masks).toHaveLength(sample.truth === 'benign' ? 0 : 1);
      for (const file of [...Object.values(sample.views['side'] ?? {}), ...masks]) {
        bytes += (await stat(path.join(FOLDER, file))).size;
      }
    }
    expect(bytes).toBeLessThan(10_000_000);
  });
});
