import { rm } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import { loadTechnologies } from '../../../src/commands/models/load-technologies.ts';
import { valueFrom } from '../../fixtures/value-from.ts';
import { createNullModels } from '../../workers/null-models.ts';

/** The ids that come of asking for `wanted`, in order. */
async function idsOf(...wanted: readonly string[]): Promise<readonly string[]> {
  const modelsDir = await createNullModels(['alpha', 'beta', 'gamma']);
  onTestFinished(() => rm(modelsDir, { recursive: true }));
  return valueFrom(await loadTechnologies(modelsDir, wanted)).map(({ id }) => id);
}

// A comparison counts on it: what the accuracy run heard is held against the performance run place by place.
it('gives technologies in the order in which they are asked for', async () => {
  expect(await idsOf('gamma', 'alpha@null-cpu')).toEqual(['gamma@null-cpu', 'alpha@null-cpu']);
});

it('loads no more than are asked for where none is named, and of those that are named all', async () => {
  const modelsDir = await createNullModels(['alpha', 'beta', 'gamma']);
  onTestFinished(() => rm(modelsDir, { recursive: true }));
  const first = valueFrom(await loadTechnologies(modelsDir, [], { readyLimit: 2 }));
  expect(first.map(({ id }) => id)).toEqual(['alpha@null-cpu', 'beta@null-cpu']);
  const named = valueFrom(await loadTechnologies(modelsDir, ['gamma', 'alpha'], { readyLimit: 1 }));
  expect(named.map(({ id }) => id)).toEqual(['gamma@null-cpu', 'alpha@null-cpu']);
});

it('gives all of them in the order of their listing where none is named', async () => {
  expect(await idsOf()).toEqual(['alpha@null-cpu', 'beta@null-cpu', 'gamma@null-cpu']);
});
