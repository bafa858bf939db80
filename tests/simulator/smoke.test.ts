import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashPlane } from '../../src/commands/samples/hash-plane.ts';
import { planesDigest } from '../../src/commands/samples/planes-digest.ts';
import { planRecipe, readRecipe } from '../../src/commands/synth/sample-recipe.ts';
import { verifySamples } from '../../src/commands/synth/verify-samples.ts';
import { readSampleSet, type SampleSet } from '../../src/formats/sample-set.ts';
import { simulateScan } from '../../src/simulator/simulate-scan.ts';
import { valueFrom } from '../fixtures/value-from.ts';

const FOLDER = path.join(import.meta.dirname, '../../samples/smoke');

let set: SampleSet;
beforeAll(async () => {
  set = valueFrom(await readSampleSet(FOLDER));
});

describe('samples/smoke', () => {
  it('shows the very pixels whose hashes its lines and its recipe list', async () => {
    const { samples, decodedPlanes, simulatedPlanes, faults } = valueFrom(await verifySamples(FOLDER));
    expect(faults).toEqual([]);
    expect({ samples, decodedPlanes, simulatedPlanes }).toEqual({ samples: 17, decodedPlanes: 21, simulatedPlanes: 6 });
    const recipe = valueFrom(await readRecipe(path.join(FOLDER, 'recipe.json')));
    expect(planesDigest(set.samples)).toBe(recipe.planesSha256);
  }, 120_000);

  it.each([0, 7])('comes out of the simulator again from its recipe, sample %d to the bit', async (index) => {
    const recipe = valueFrom(await readRecipe(path.join(FOLDER, 'recipe.json')));
    const order = planRecipe(recipe)[index]?.order;
    const sample = set.samples[index];
    if (order === undefined || sample === undefined) throw new Error('the set is shorter than its recipe');
    const { planes, containers, seed } = simulateScan(order);
    expect(sample.provenance).toMatchObject({
      seed,
      planesSha256: {
        'side.high': hashPlane(planes.high),
        ...(planes.low && { 'side.low': hashPlane(planes.low) }),
      },
    });
    expect(sample.containers).toEqual({ side: containers });
  });

  it('holds readings and displays, empties and loads, threats and none', () => {
    const pictures = set.samples.map(({ views }) => path.extname(views['side']?.high ?? ''));
    expect(new Set(pictures)).toEqual(new Set(['.png', '.jpg']));
    expect(set.samples.some(({ views }) => views['side']?.low === undefined)).toBe(true);
    expect(set.samples.filter(({ truth }) => truth === 'benign')).toHaveLength(7);
    expect(new Set(set.samples.map(({ cargo }) => cargo)).size).toBeGreaterThan(10);
    expect(new Set(set.samples.map(({ scanner }) => scanner)).size).toBe(6);
  });

  it('has a mask for each threat, and weighs no more than ten megabytes', async () => {
    let bytes = (await readFile(path.join(FOLDER, 'samples.jsonl'))).length;
    for (const { views, truth } of set.samples) {
      const masks = truth === 'benign' ? [] : Object.values(truth.threat.masks ?? {});
      expect(masks).toHaveLength(truth === 'benign' ? 0 : 1);
      for (const file of [...Object.values(views['side'] ?? {}), ...masks]) {
        bytes += (await stat(path.join(FOLDER, file))).size;
      }
    }
    expect(bytes).toBeLessThan(10_000_000);
  });
});
