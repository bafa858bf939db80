import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { renumberSamples } from '../../../src/commands/synth/renumber-samples.ts';
import type { Sample } from '../../../src/domain/scan/sample.ts';
import { readSampleSet } from '../../../src/formats/sample-set.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../fixtures/value-from.ts';
import { writeSampleLines } from '../../fixtures/write-sample-lines.ts';

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return { ...real, rename: vi.fn(real.rename) };
});
const { rename: reallyRename } = await vi.importActual<typeof import('node:fs/promises')>('node:fs/promises');
afterEach(() => {
  vi.mocked(rename).mockReset().mockImplementation(reallyRename);
});

function sampleOf(id: string, seed: number): Sample {
  return {
    id,
    views: { side: { high: `${id}/side.high.png`, low: `${id}/side.low.png` } },
    truth: { threat: { category: 'cash', masks: { side: `masks/${id}.side.png` } } },
    cargo: 'empty',
    scanner: 'gate',
    provenance: { seed },
    split: 'test',
  };
}

const pathsOf = (id: string) => [`${id}/side.high.png`, `${id}/side.low.png`, `masks/${id}.side.png`];

/** Scans 0, 1, 2, whose files hold their seeds, and what is left of a scan 4 that was broken off. */
async function writeSet(): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, 'masks'));
  const samples = [sampleOf('000-empty', 10), sampleOf('001-empty', 20), sampleOf('002-empty', 30)];
  for (const { id, provenance } of samples) {
    await mkdir(path.join(folder, id));
    for (const file of pathsOf(id))
      await writeFile(path.join(folder, file), `${provenance['seed']} ${path.extname(file)}`);
  }
  await mkdir(path.join(folder, '004-empty'));
  await writeFile(path.join(folder, '004-empty', 'side.high.jpg'), 'half');
  await writeSampleLines(folder, samples);
  return folder;
}

/** Scan 1 takes the place of scan 2, and that one the place of what was broken off. */
const NEW_IDS: Readonly<Record<number, string>> = { 10: '000-empty', 20: '002-empty', 30: '004-empty' };
const renumber = async (folder: string) =>
  renumberSamples(
    folder,
    valueFrom(await readSampleSet(folder)).samples,
    ({ id, provenance }) => NEW_IDS[Number(provenance['seed'])] ?? id,
  );

async function expectRenumbered(folder: string): Promise<void> {
  const { samples } = valueFrom(await readSampleSet(folder));
  expect(samples).toEqual([sampleOf('000-empty', 10), sampleOf('002-empty', 20), sampleOf('004-empty', 30)]);
  for (const { id, provenance } of samples) {
    for (const file of pathsOf(id)) {
      expect(await readFile(path.join(folder, file), 'utf8')).toBe(`${provenance['seed']} ${path.extname(file)}`);
    }
    expect(await readdir(path.join(folder, id))).toEqual(['side.high.png', 'side.low.png']);
  }
  expect((await readdir(folder)).toSorted()).toEqual(['000-empty', '002-empty', '004-empty', 'masks', 'samples.jsonl']);
}

it('moves pictures and masks with their lines, also to the number of another scan', async () => {
  const folder = await writeSet();
  await renumber(folder);
  await expectRenumbered(folder);
});

it('writes nothing where every id is right', async () => {
  const folder = await writeSet();
  const { samples } = valueFrom(await readSampleSet(folder));
  expect(await renumberSamples(folder, samples, ({ id }) => id)).toBe(samples);
  expect(rename).not.toHaveBeenCalled();
});

it('loses nothing at whichever step it is broken off, and goes on from there', async () => {
  const steps = 2 * (2 * 2 + 1);
  for (let last = 0; last < steps; last++) {
    const folder = await writeSet();
    let done = 0;
    vi.mocked(rename).mockImplementation(async (from, to) => {
      if (done++ === last) throw new Error('the machine stopped');
      return reallyRename(from, to);
    });
    await expect(renumber(folder), `step ${last}`).rejects.toThrow('the machine stopped');
    vi.mocked(rename).mockImplementation(reallyRename);
    await renumber(folder);
    await expectRenumbered(folder);
  }
});
