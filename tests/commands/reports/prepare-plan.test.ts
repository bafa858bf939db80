import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { preparePlan } from '../../../src/commands/reports/prepare-plan.ts';
import { shipped } from '../../../src/installation.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

const INLINE = {
  name: 'inline',
  samples: ['smoke'],
  performanceScans: 1,
  scenarios: [{ scenario: 'offline', rounds: 6, roundSeconds: 1 }],
  warmUpScans: 0,
  percentiles: [0.5],
  taktSeconds: 30,
  pfaLimits: [0.1],
  seed: 1,
};

async function places() {
  const own = await temporaryFolder();
  await mkdir(path.join(own, 'port'));
  await cp(shipped('samples', 'smoke', 'samples.jsonl'), path.join(own, 'port', 'samples.jsonl'));
  await mkdir(path.join(own, 'no-set'));
  return { plans: shipped('bench', 'plans'), sampleSets: [own, shipped('samples')], usableCpus: 2, limitHours: 12 };
}

describe('preparePlan', () => {
  it('takes a shipped plan by name, with its own sample sets or others', async () => {
    const where = await places();
    const plan = valueFrom(await preparePlan({ plan: 'first-look' }, where));
    expect(plan).toMatchObject({ name: 'first-look', samples: [shipped('samples', 'smoke')] });
    const other = { plan: 'first-look', technologies: ['pattern-break'], samples: ['port'] };
    const [own = ''] = where.sampleSets;
    expect(valueFrom(await preparePlan(other, where))).toMatchObject({
      technologies: ['pattern-break'],
      samples: [path.join(own, 'port')],
    });
  });

  it('takes the fields of a plan, its sample sets by name; those of the service come before the shipped ones', async () => {
    const where = await places();
    expect(valueFrom(await preparePlan({ plan: INLINE }, where)).samples).toEqual([shipped('samples', 'smoke')]);
    const [own = ''] = where.sampleSets;
    await cp(path.join(own, 'port'), path.join(own, 'smoke'), { recursive: true });
    expect(valueFrom(await preparePlan({ plan: INLINE }, where)).samples).toEqual([path.join(own, 'smoke')]);
  });

  it.each([
    ['a plan that is not there', { plan: 'nobody' }, 'There are: default, first-look, gate, loadgen'],
    ['a path for a plan', { plan: '../plans/default' }, 'There is no plan'],
    ['a field that is wrong', { plan: { ...INLINE, seed: 'one' } }, 'seed'],
    ['a name that no database takes', { plan: { ...INLINE, name: 'a\u0000b' } }, 'name'],
    ['another service as the target', { plan: { ...INLINE, target: 'http://10.0.0.1' } }, 'scanbench bench --target'],
    ['more threads than CPUs', { plan: { ...INLINE, workers: 3 } }, 'workers is 3, and this machine has 2 CPUs'],
    [
      'a technology twice',
      { plan: 'default', technologies: ['a@onnx-cpu', 'a@onnx-cpu'] },
      'technologies names the same twice',
    ],
    ['a set twice', { plan: 'default', samples: ['smoke', 'smoke'] }, 'samples names a sample set twice'],
    [
      'rounds that outlast what a report may',
      { plan: { ...INLINE, scenarios: [{ scenario: 'lanes', rounds: 1e9, roundSeconds: 1e9, lanes: 2 }] } },
      'The blocks of the plan alone last 2.78e+14 hours, and a report is ended after 12',
    ],
    [
      'technologies that together outlast it',
      {
        plan: { ...INLINE, scenarios: [{ scenario: 'offline', rounds: 7, roundSeconds: 3600 }] },
        technologies: ['a', 'b'],
      },
      'last 14.0 hours',
    ],
    ['a set that is not there', { plan: 'default', samples: ['rotterdam'] }, 'There are: port, smoke.'],
    ['a folder that is no set', { plan: 'default', samples: ['no-set'] }, 'There is no sample set "no-set"'],
    ['a path that leaves the folder', { plan: 'default', samples: ['../samples/smoke'] }, 'There is no sample set'],
    ['an absolute path', { plan: { ...INLINE, samples: [shipped('samples', 'smoke')] } }, 'There is no sample set'],
    ['the folder itself', { plan: { ...INLINE, samples: ['.'] } }, 'There is no sample set'],
  ])('refuses %s', async (_, order, words) => {
    expect(failureOf(await preparePlan(order, await places()))).toContain(words);
  });
});
