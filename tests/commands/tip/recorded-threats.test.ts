import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Plane } from '../../../src/domain/scan/plane.ts';
import { encodeDisplayJpeg } from '../../../src/formats/encode-jpeg.ts';
import { encodeGreyPng } from '../../../src/formats/encode-png.ts';
import { readSampleSet } from '../../../src/formats/sample-set.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../fixtures/value-from.ts';
import { benignSet, block, newFolder, samplesOf, threatFolder, threatOf, tip } from './run-tip.ts';

it('takes recorded threats with what their notes say, and is exact where nothing is unknown', async () => {
  const note = { pixelPitchMm: 5, energiesMeV: { high: 6, low: 4 }, category: 'bricks', massKg: 3 };
  const out = await newFolder();
  const told = await tip('-b', await benignSet(), '-t', await threatFolder(note), '-n', '1', '-s', '3', '-o', out);
  expect(told.out).not.toContain('approximate');
  const [sample] = await samplesOf(out);
  if (sample === undefined) throw new Error('no sample was written');
  const threat = threatOf(sample);
  expect(threat.category).toBe('bricks');
  // 40 × 20 pixels of 5 mm are 20 × 10 of the scan's, upright or on a side, magnified by up to 1.42 in height.
  const box = threat.boxes?.['side'];
  expect(Math.max(box?.width ?? 0, box?.height ?? 0)).toBeLessThan(36);
  expect(Math.max(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThan(14);
});

it('writes a set that can be read, however long a threat is called', async () => {
  const note = { pixelPitchMm: 5, energiesMeV: { high: 6, low: 4 }, category: 'bricks '.repeat(40) };
  const out = await newFolder();
  await tip('-b', await benignSet(), '-t', await threatFolder(note), '-n', '1', '-s', '3', '-o', out);
  const [sample] = valueFrom(await readSampleSet(out)).samples;
  expect(sample?.id).toMatch(/^tip-0000-bricks-bricks/);
  expect(sample?.truth).toMatchObject({ threat: { category: note.category } });
});

it('says what it had to assume of recorded threats that say nothing, and takes swapped energies as such', async () => {
  const told = await tip(
    '-b',
    await benignSet(),
    '-t',
    await threatFolder(null, 0.4, 0.5),
    '-n',
    '1',
    '-s',
    '3',
    '-o',
    await newFolder(),
  );
  for (const words of ['energies it was recorded with', 'pixel pitch was assumed', 'taken as swapped']) {
    expect(told.out).toContain(words);
  }
});

it.each([
  [{ pixelPitchMm: -1 }, 'pixelPitchMm'],
  [{ pitch: 2 }, 'pixelPitchMm, energiesMeV'],
  [{ energiesMeV: 6 }, 'energiesMeV'],
  [{ energiesMeV: { high: 4, low: 6 } }, 'below the high one'],
  [{ energiesMeV: { high: 6, lo: 4 } }, 'energiesMeV.lo is not a field here'],
])('names the field of a note that is wrong: %j', async (note, words) => {
  const told = await tip(
    '-b',
    await benignSet(),
    '-t',
    await threatFolder(note),
    '-n',
    '1',
    '-s',
    '3',
    '-o',
    await newFolder(),
  );
  expect(process.exitCode).toBe(2);
  expect(told.error).toContain('brick_1.json');
  expect(told.error).toContain(words);
});

it('refuses 8-bit threats, folders without threats or scans, and folders that hold something', async () => {
  const [benign, empty] = [await benignSet(), await temporaryFolder()];
  const display = await temporaryFolder();
  await writeFile(path.join(display, 'gun_high.jpg'), await encodeDisplayJpeg(block(0.5)));
  for (const [from, threats, out, words] of [
    [benign, display, await newFolder(), 'export 16 bits'],
    [benign, empty, await newFolder(), 'say --threats simulated'],
    [empty, 'simulated', await newFolder(), 'holds no PNG, TIFF or JPEG'],
    [benign, 'simulated', benign, 'is not empty'],
  ] as const) {
    process.exitCode = 0;
    const told = await tip('-b', from, '-t', threats, '-n', '1', '-s', '3', '-o', out);
    expect(process.exitCode).toBe(2);
    expect(told.error).toContain(words);
  }
});

it('tells a folder of threats that is not there from a file, and from one whose threats lie a folder deeper', async () => {
  const [benign, deep] = [await benignSet(), await temporaryFolder()];
  await cp(await threatFolder(null), path.join(deep, 'guns'), { recursive: true });
  for (const [threats, words] of [
    [path.join(deep, 'gnus'), 'There is no folder'],
    [path.join(deep, 'guns', 'brick_1_high.png'), 'is a file: name the folder that it lies in'],
    [
      deep,
      'holds no threat: put <id>_high.png and <id>_low.png (or .tiff) into it, or say --threats simulated. Folders in it, such as guns, are not looked into.',
    ],
  ] as const) {
    process.exitCode = 0;
    const told = await tip('-b', benign, '-t', threats, '-n', '1', '-s', '3', '-o', await newFolder());
    expect(process.exitCode).toBe(2);
    expect(told.error).toContain(words);
  }
});

it('reads a note with a byte-order mark, and passes over none that it cannot read', async () => {
  const [benign, threats] = [await benignSet(), await threatFolder(null)];
  const note = path.join(threats, 'brick_1.json');
  await writeFile(note, '\uFEFF{"pixelPitchMm": 5, "energiesMeV": {"high": 6, "low": 4}}');
  const out = await newFolder();
  expect((await tip('-b', benign, '-t', threats, '-n', '1', '-s', '3', '-o', out)).error).toBe('');
  expect((await samplesOf(out))[0]?.provenance['threat']).toMatchObject({ pixelPitchMm: 5 });
  await rm(note);
  await mkdir(note);
  const told = await tip('-b', benign, '-t', threats, '-n', '1', '-s', '3', '-o', await newFolder());
  expect(process.exitCode).toBe(2);
  expect(told.error).toContain('brick_1.json cannot be read: it is a folder');
});

it('says what stood in the way of threats that were not made: their size, an energy that they lack', async () => {
  const benign = await benignSet();
  const wide = await threatFolder({ pixelPitchMm: 900 });
  const single = await threatFolder({ pixelPitchMm: 5 });
  await rm(path.join(single, 'brick_1_low.png'));
  const onlyLow = await threatFolder({ pixelPitchMm: 5 });
  await rm(path.join(onlyLow, 'brick_1_high.png'));
  for (const [threats, words] of [
    [wide, '16 draws for them 16 found no place'],
    [single, '16 draws for them 16 lack an energy'],
    [onlyLow, '16 draws for them 16 lack an energy'],
  ] as const) {
    process.exitCode = 0;
    const told = await tip('-b', benign, '-t', threats, '-n', '1', '-s', '3', '-o', await newFolder());
    expect(process.exitCode).toBe(1);
    expect(told.error).toContain(words);
  }
});

it('says by which flaw insertions came out below the quality asked for', async () => {
  const cutOff = await threatFolder({ pixelPitchMm: 5 });
  for (const [energy, through] of [
    ['high', 0.5],
    ['low', 0.4],
  ] as const) {
    const { widthPx, heightPx, bitDepth, samples } = block(through);
    if (bitDepth !== 16) throw new Error('a block has 16 bits');
    for (let y = 10; y < 30; y++) samples.fill(60_000 * through, y * widthPx, y * widthPx + 50);
    const plane: Plane = { widthPx, heightPx, bitDepth, samples };
    await writeFile(path.join(cutOff, `brick_1_${energy}.png`), await encodeGreyPng(plane));
  }
  const told = await tip('-b', await benignSet(), '-t', cutOff, '-n', '1', '-s', '3', '-o', await newFolder());
  expect(told.error).toMatch(/came out below quality 0.5, by seam \d+ \(/);
});

it('refuses a mass or a category of recorded threats, which would say nothing', async () => {
  const threats = await threatFolder({ pixelPitchMm: 5 });
  for (const more of [
    ['--category', 'cash'],
    ['--mass', '10-20'],
  ]) {
    process.exitCode = 0;
    const told = await tip(
      ...['-b', await benignSet(), '-t', threats, '-n', '1', '-s', '1', '-o', await newFolder()],
      ...more,
    );
    expect(process.exitCode).toBe(2);
    expect(told.error).toContain('are of simulated threats');
  }
});

it('marks threats as approximate whose energies are not those of the scan, rendered ones too', async () => {
  const [benign, files] = [await benignSet(), await temporaryFolder()];
  await cp(path.join(benign, 'empty', 'side.high.png'), path.join(files, 'a_high.png'));
  await cp(path.join(benign, 'empty', 'side.low.png'), path.join(files, 'a_low.png'));
  const half = await threatFolder({ pixelPitchMm: 5, energiesMeV: { high: 6 } });
  for (const [from, threats, energies, words] of [
    [files, 'simulated', '9,6', 'the threat has other energies than the benign scan'],
    [files, 'simulated', '6', 'the benign scan does not say its energies'],
    [benign, half, '6,4', 'the threat does not say the energies'],
  ] as const) {
    const told = await tip(
      ...['-b', from, '-t', threats, '-n', '1', '-s', '1', '-o', await newFolder(), '--energies', energies],
    );
    expect(told.out).toContain(words);
  }
  const told = await tip(
    ...['-b', files, '-t', 'simulated', '-n', '1', '-s', '1', '-o', await newFolder(), '--energies', '6,4'],
  );
  expect(told.out).not.toContain('energies');
  // The threats have the energies that are stated, but how goods harden the beam is reckoned with those of --like.
  const nine = await threatFolder({ pixelPitchMm: 5, energiesMeV: { high: 9, low: 6 } });
  const otherBeam = ['-b', files, '-t', nine, '-n', '1', '-s', '1', '--energies', '9,6', '--pitch-mm', '10'];
  expect((await tip(...otherBeam, '-o', await newFolder())).out).toContain(
    'other energies (--energies) than the scanner',
  );
  expect((await tip(...otherBeam, '--like', 'portal-9-6', '-o', await newFolder())).out).not.toContain('energies');
});
