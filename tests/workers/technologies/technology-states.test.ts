import { appendFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelSignature } from '../../../src/domain/technology/tensor.ts';
import type { ThreadReport } from '../../../src/workers/messages.ts';
import { knownAcrossProcesses } from '../../../src/workers/technologies/known-across-processes.ts';
import { type KnownTechnology, readKnownTechnologies } from '../../../src/workers/technologies/known-technologies.ts';
import {
  rememberStates,
  signatureAcross,
  technologyStates,
} from '../../../src/workers/technologies/technology-states.ts';
import { createNullModels, writeNullModel } from '../null-models.ts';

let modelsDir: string;

beforeEach(async () => {
  modelsDir = await createNullModels(['beta', 'alpha']);
});
afterEach(() => rm(modelsDir, { recursive: true }));

const SIGNATURE: ModelSignature = {
  inputs: [{ name: 'input', type: 'float32', dims: [{ size: 1 }, { multipleOf: 32 }] }],
  outputs: [],
};

function reportOn(known: readonly KnownTechnology[], reasons: Readonly<Record<string, string>> = {}): ThreadReport {
  const technologies = known.map(({ identity: { id }, hash }) => ({
    id,
    hash,
    reason: reasons[id] ?? null,
    isOnCpu: true,
    signature: reasons[id] === undefined ? SIGNATURE : null,
  }));
  return { technologies, startMs: 1 };
}

describe('signatureAcross', () => {
  it('is what a thread that loaded the model says, and null where none has', async () => {
    const { technologies } = await readKnownTechnologies(modelsDir, ['cpu']);
    const failed = reportOn(technologies, { 'alpha@null-cpu': 'it broke' });
    expect(signatureAcross('alpha@null-cpu', [null, failed, reportOn(technologies)])).toEqual(SIGNATURE);
    expect(signatureAcross('alpha@null-cpu', [null, failed])).toBeNull();
    expect(signatureAcross('other@null-cpu', [reportOn(technologies)])).toBeNull();
  });
});

describe('readKnownTechnologies', () => {
  it('lists models in the order of their ids, each on the providers as they are set', async () => {
    const { technologies } = await readKnownTechnologies(modelsDir, ['cuda', 'cpu']);
    expect(technologies.map(({ identity }) => identity.id)).toEqual([
      'alpha@null-cuda',
      'alpha@null-cpu',
      'beta@null-cuda',
      'beta@null-cpu',
    ]);
  });

  it('keeps a model with a wrong hash in the list, refused with its reason', async () => {
    await writeNullModel(modelsDir, 'changed');
    const weights = path.join(modelsDir, 'changed', 'weights.bin');
    await appendFile(weights, '!');
    const { technologies } = await readKnownTechnologies(modelsDir, ['cpu']);
    const [changed] = technologyStates(technologies, [reportOn(technologies)]).filter(
      ({ model }) => model.id === 'changed',
    );
    expect(changed).toMatchObject({ id: 'changed@null-cpu', state: 'unavailable' });
    expect(changed?.reason).toContain('weights.bin');
  });

  it('reports a folder whose manifest does not say what it is, and lists the others', async () => {
    await writeNullModel(modelsDir, 'broken', { operatingPoints: [] });
    await writeNullModel(modelsDir, 'stranger', { id: 'other' });
    const { technologies, nameless } = await readKnownTechnologies(modelsDir, ['cpu']);
    expect(nameless.map(({ model }) => model)).toEqual(['broken', 'stranger']);
    expect(nameless[0]?.message).toContain('operatingPoints');
    expect(technologies.map(({ identity }) => identity.id)).toEqual(['alpha@null-cpu', 'beta@null-cpu']);
  });

  it('finds nothing where there is no folder', async () => {
    expect(await readKnownTechnologies(path.join(modelsDir, 'missing'), ['cpu'])).toEqual({
      technologies: [],
      manifests: [],
      nameless: [],
    });
  });
});

describe('technologyStates', () => {
  it('is ready only when every thread has screened once', async () => {
    const { technologies: known } = await readKnownTechnologies(modelsDir, ['cpu']);
    const states = (reports: readonly (ThreadReport | null)[]) =>
      technologyStates(known, reports).map(({ state }) => state);
    expect(states([null, null])).toEqual(['unavailable', 'unavailable']);
    expect(states([reportOn(known), null])).toEqual(['unavailable', 'unavailable']);
    expect(states([reportOn(known), reportOn(known)])).toEqual(['ready', 'ready']);
  });

  it('is unavailable where one thread failed, with the reason, and holds no other back', async () => {
    const { technologies: known } = await readKnownTechnologies(modelsDir, ['cpu']);
    const reports = [reportOn(known), reportOn(known, { 'alpha@null-cpu': 'no memory' })];
    expect(technologyStates(known, reports)).toMatchObject([
      { id: 'alpha@null-cpu', state: 'unavailable', reason: 'no memory' },
      { id: 'beta@null-cpu', state: 'ready', reason: null },
    ]);
  });

  it('does not mix weights: a thread that loaded others than the list names makes the technology unavailable', async () => {
    const { technologies: known } = await readKnownTechnologies(modelsDir, ['cpu']);
    const replaced = reportOn(known).technologies.map((technology) => ({ ...technology, hash: 'f'.repeat(64) }));
    const [alpha] = technologyStates(known, [reportOn(known), { technologies: replaced, startMs: 1 }]);
    expect(alpha).toMatchObject({ state: 'unavailable' });
    expect(alpha?.reason).toContain('changed after the start');
  });
});

describe('knownAcrossProcesses', () => {
  it('lists what screened before and has no manifest any more, in its place, to be tried again', async () => {
    await writeNullModel(modelsDir, 'aa-first');
    const { technologies: before } = await readKnownTechnologies(modelsDir, ['cpu']);
    const proven = before.map(({ identity, hash }) => ({ id: identity.id, identity, hash }));
    await writeFile(path.join(modelsDir, 'aa-first', 'manifest.json'), 'rubbish');
    await rm(path.join(modelsDir, 'alpha'), { recursive: true });
    const { technologies: after } = await readKnownTechnologies(modelsDir, ['cpu']);
    expect(after).toHaveLength(1);
    const inherited = { proven, endless: [], loadSeconds: 30 };
    expect(knownAcrossProcesses(after, inherited).allKnown).toEqual(before);
    expect(knownAcrossProcesses(before, inherited).allKnown).toEqual(before);
  });
});

describe('rememberStates', () => {
  it('says what the reports of the threads say, after each of them', async () => {
    const { technologies: known } = await readKnownTechnologies(modelsDir, ['cpu']);
    const statesOf = rememberStates(known);
    const whole = reportOn(known);
    const broken = reportOn(known, { 'alpha@null-cpu': 'it broke' });
    for (const reports of [[null, null], [whole, null], [whole, whole], [whole, broken], [whole, whole], [whole]]) {
      expect(statesOf(reports)).toEqual(technologyStates(known, reports));
    }
  });

  it('gives the same list while no thread has reported', async () => {
    const { technologies: known } = await readKnownTechnologies(modelsDir, ['cpu']);
    const statesOf = rememberStates(known);
    const report = reportOn(known);
    expect(statesOf([report, report])).toBe(statesOf([report, report]));
  });
});
