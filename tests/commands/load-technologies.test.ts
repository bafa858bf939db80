import { rm } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import { loadTechnologies } from '../../src/commands/load-technologies.ts';
import { valueFrom } from '../fixtures/value-from.ts';
import { createNullModels } from '../workers/null-models.ts';

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

it('gives all of them in the order of their listing where none is named', async () => {
  expect(await idsOf()).toEqual(['alpha@null-cpu', 'beta@null-cpu', 'gamma@null-cpu']);
});
