import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { loadSampleFiles, readSampleSet } from '../../src/formats/sample-set.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { failureOf, valueFrom } from '../fixtures/value-from.ts';

/** A folder with these files; what is in them does not matter for finding them. */
async function folderWith(...files: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  for (const file of files) {
    await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
    await writeFile(path.join(folder, file), file);
  }
  return folder;
}

const WHOLE = [
  'train/good/000.png',
  'test/good/000.png',
  'test/broken/000.png',
  'test/broken/001.jpg',
  'ground_truth/broken/000_mask.png',
  'ground_truth/broken/001_mask.png',
];

it('reads MVTec AD in whole: splits, defects as categories, masks', async () => {
  const folder = await folderWith(...WHOLE, 'test/broken/.DS_Store', 'license.txt');
  const { samples } = valueFrom(await readSampleSet(folder));
  expect(samples.map(({ id, split, views, truth }) => [id, split, views['side']?.high, truth])).toEqual([
    ['train-good-000', 'train', 'train/good/000.png', 'benign'],
    [
      'test-broken-000',
      'test',
      'test/broken/000.png',
      { threat: { category: 'broken', masks: { side: 'ground_truth/broken/000_mask.png' } } },
    ],
    [
      'test-broken-001',
      'test',
      'test/broken/001.jpg',
      { threat: { category: 'broken', masks: { side: 'ground_truth/broken/001_mask.png' } } },
    ],
    ['test-good-000', 'test', 'test/good/000.png', 'benign'],
  ]);
});

it('loads a scan of such a set as it loads any other', async () => {
  const set = valueFrom(await readSampleSet(await folderWith(...WHOLE)));
  const sample = set.samples.find(({ id }) => id === 'test-broken-001');
  if (sample === undefined) throw new Error('the sample is not there');
  const [file] = valueFrom(await loadSampleFiles(set, sample));
  expect(new TextDecoder().decode(file?.bytes)).toBe('test/broken/001.jpg');
});

it('reads one bare split, with and without masks', async () => {
  const bare = await folderWith('good/a.png', 'lead block/b.png', 'ground_truth/lead block/b.png');
  const masked = valueFrom(await readSampleSet(bare)).samples;
  expect(masked.map(({ id, split }) => [id, split])).toEqual([
    ['test-good-a', 'test'],
    ['test-lead-block-b', 'test'],
  ]);
  expect(masked[1]?.truth).toEqual({
    threat: { category: 'lead block', masks: { side: 'ground_truth/lead block/b.png' } },
  });
  await rm(path.join(bare, 'ground_truth'), { recursive: true });
  expect(valueFrom(await readSampleSet(bare)).samples[1]?.truth).toEqual({ threat: { category: 'lead block' } });
});

it('reads folders that are links, and passes over links that lead nowhere or back', async () => {
  const folder = await folderWith('test/good/000.png', 'all/broken/000.png');
  await symlink('../all/broken', path.join(folder, 'test/broken'));
  await symlink('..', path.join(folder, 'test/back'));
  await symlink('itself', path.join(folder, 'test/itself'));
  const { samples } = valueFrom(await readSampleSet(folder));
  expect(samples.map(({ id }) => id)).toEqual(['test-broken-000', 'test-good-000']);
});

it('takes no scan for a threat because its folder is called Good', async () => {
  const folder = await folderWith('train/good/a.png', 'test/Good/b.png', 'test/broken/c.png');
  const { samples } = valueFrom(await readSampleSet(folder));
  expect(samples.filter(({ truth }) => truth === 'benign').map(({ id }) => id)).toEqual([
    'train-good-a',
    'test-Good-b',
  ]);
});

it('finds masks whose extension is in capitals, as that of pictures may be', async () => {
  const folder = await folderWith('good/a.PNG', 'broken/b.PNG', 'ground_truth/broken/b_mask.PNG');
  expect(valueFrom(await readSampleSet(folder)).samples[0]?.truth).toEqual({
    threat: { category: 'broken', masks: { side: 'ground_truth/broken/b_mask.PNG' } },
  });
});

it('takes the two energies of a scan for one, and a picture that lacks its other energy as it is', async () => {
  const folder = await folderWith(
    ...['good/a_high.png', 'good/a_low.tiff', 'good/b_low.png', 'cash/c.High.png', 'cash/c.Low.png'],
    'ground_truth/cash/c_mask.png',
  );
  expect(valueFrom(await readSampleSet(folder)).samples.map(({ id, views }) => [id, views['side']])).toEqual([
    ['test-cash-c', { high: 'cash/c.High.png', low: 'cash/c.Low.png' }],
    ['test-good-a', { high: 'good/a_high.png', low: 'good/a_low.tiff' }],
    ['test-good-b_low', { low: 'good/b_low.png' }],
  ]);
});

it('keeps scans apart whose names are of another alphabet, or long', async () => {
  const long = 'x'.repeat(140);
  const folder = await folderWith('good/空.png', 'good/箱.png', `good/${long}1.png`, `good/${long}2.png`);
  const ids = valueFrom(await readSampleSet(folder)).samples.map(({ id }) => id);
  expect(new Set(ids).size).toBe(4);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/);
});

it.each([
  [
    'a mask that is missing',
    [...WHOLE, 'test/broken/002.png'],
    /: test\/broken\/002\.png has no mask; put it at ground_truth\/broken\/002_mask\.png, or leave/,
  ],
  ['a file that is no picture', [...WHOLE, 'test/good/notes.txt'], /notes\.txt .* is no PNG, TIFF or JPEG/],
  [
    'two scans that would be called the same',
    ['good/a.png', 'good/a.jpg'],
    /good\/a\.jpg and good\/a\.png would both be called test-good-a; rename/,
  ],
  [
    'the low energy of a scan that is there twice',
    ['good/a_high.png', 'good/a_low.png', 'good/a_low.tif'],
    /good\/a_high\.png and good\/a_low\.tif would both be called test-good-a; rename/,
  ],
  [
    'it of a threat, whose mask is there',
    ['gun/a_high.png', 'gun/a_low.png', 'gun/a_low.tif', 'ground_truth/gun/a_mask.png', 'good/b.png'],
    /gun\/a_high\.png and gun\/a_low\.tif would both be called test-gun-a; rename/,
  ],
])('refuses %s, and says what to do', async (_, files, message) => {
  expect(failureOf(await readSampleSet(await folderWith(...files)))).toMatch(message);
});

it('says of a folder of neither kind what it could have been', async () => {
  const message = failureOf(await readSampleSet(await folderWith('some/scan.png')));
  expect(message).toMatch(/samples\.jsonl.*MVTec AD/);
});
