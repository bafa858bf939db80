import { appendFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CommanderError } from 'commander';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeSample } from '../../src/commands/samples/write-sample.ts';
import { verifySamples } from '../../src/commands/synth/verify-samples.ts';
import { writeSimulatedScan } from '../../src/commands/synth/write-simulated-scan.ts';
import { tipCommand } from '../../src/commands/tip.ts';
import type { Box } from '../../src/domain/box.ts';
import type { Plane } from '../../src/domain/plane.ts';
import type { Sample } from '../../src/domain/sample.ts';
import { encodeDisplayJpeg } from '../../src/formats/encode-jpeg.ts';
import { encodeGreyPng } from '../../src/formats/encode-png.ts';
import { readSampleSet } from '../../src/formats/sample-set.ts';
import { type SimulatedScan, simulateScan } from '../../src/simulator/simulate-scan.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { valueFrom } from '../fixtures/value-from.ts';
import { writeSampleLines } from '../fixtures/write-sample-lines.ts';

vi.mock('../../src/commands/samples/write-sample.ts', async (original) => {
  const real = await original<typeof import('../../src/commands/samples/write-sample.ts')>();
  return { ...real, writeSample: vi.fn(real.writeSample) };
});
const { writeSample: reallyWriteSample } = await vi.importActual<
  typeof import('../../src/commands/samples/write-sample.ts')
>('../../src/commands/samples/write-sample.ts');

/** One small scan of an empty container, with the vehicle around it. */
let scan: SimulatedScan;
beforeAll(() => {
  scan = simulateScan({ seed: 4, scanner: 'gate-6-4-compact', cargo: 'empty', containers: ['20ft'], vehicle: false });
});
afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
});

interface Told {
  readonly out: string;
  readonly error: string;
}

async function tip(...options: readonly string[]): Promise<Told> {
  const told = { out: '', error: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    told.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told.error += String(text);
    return true;
  });
  const command = tipCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {}, writeOut: () => {} });
  await command.parseAsync(options, { from: 'user' });
  return told;
}

async function benignSet(): Promise<string> {
  const folder = await temporaryFolder();
  await writeSampleLines(folder, [await writeSimulatedScan(folder, 'empty', 'calibration', scan)]);
  return folder;
}

/** The scan as a port would hand it out: one 8-bit JPEG, air at white. */
async function portFolder(): Promise<string> {
  const folder = await temporaryFolder();
  const { widthPx, heightPx, samples } = scan.planes.high;
  const grey = Uint8Array.from(samples, (reading) => Math.min(255, Math.round((reading / 60_000) * 255)));
  const plane: Plane = { widthPx, heightPx, bitDepth: 8, samples: grey };
  await writeFile(path.join(folder, 'gate.jpg'), await encodeDisplayJpeg(plane));
  return folder;
}

async function samplesOf(folder: string): Promise<readonly Sample[]> {
  const set = await readSampleSet(folder);
  if (!set.ok) throw new Error(set.failure.message);
  return set.value.samples;
}

function threatOf({ truth }: Sample) {
  if (truth === 'benign') throw new Error('expected a threat');
  return truth.threat;
}

/** A block alone in the beam: as low lets less through, of `widthPx` × 40 pixels. */
function block(through: number, widthPx = 60): Plane {
  const samples = Uint16Array.from({ length: widthPx * 40 }, (_, i) => {
    const [x, y] = [i % widthPx, Math.floor(i / widthPx)];
    return x > 9 && x < widthPx - 10 && y > 9 && y < 30 ? 60_000 * through : 60_000;
  });
  return { widthPx, heightPx: 40, bitDepth: 16, samples };
}

async function threatFolder(note: object | null, high = 0.5, low = 0.4): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, 'brick_1_high.png'), await encodeGreyPng(block(high)));
  await writeFile(path.join(folder, 'brick_1_low.png'), await encodeGreyPng(block(low)));
  if (note !== null) await writeFile(path.join(folder, 'brick_1.json'), JSON.stringify(note));
  return folder;
}

const NEW = async () => path.join(await temporaryFolder(), 'out');

describe('scanbench tip', () => {
  it('writes threats into both energies of a simulated set, exactly, with masks, and keeps what is known', async () => {
    const [benign, out] = [await benignSet(), await NEW()];
    const told = await tip(
      '-b',
      benign,
      '-t',
      'simulated',
      '-n',
      '2',
      '-s',
      '1',
      '-o',
      out,
      '--category',
      'cocaine',
      '--mass',
      '10-20',
    );
    expect(told.out).toContain('2 scans with a threat and 0 benign');
    expect(told.out).not.toContain('approximate');
    for (const sample of await samplesOf(out)) {
      expect(sample).toMatchObject({ cargo: 'empty', scanner: 'gate-6-4-compact', split: 'calibration' });
      expect(sample.views).toEqual({ side: { high: `${sample.id}/side.high.png`, low: `${sample.id}/side.low.png` } });
      expect(sample.provenance).toMatchObject({ benign: 'empty', approximate: [], pitchFrom: 'scanner', pitchMm: 10 });
      const threat = threatOf(sample);
      expect(threat).toMatchObject({ category: 'cocaine', belowPenetration: false });
      expect(threat.massKg).toBeGreaterThan(7);
      expect(threat.massKg).toBeLessThan(27);
      expect(threat.masks).toEqual({ side: `masks/${sample.id}.side.png` });
    }
  });

  it('makes the same set again from the same seed, and both classes when asked', async () => {
    const benign = await benignSet();
    const lines: string[] = [];
    for (const out of [await NEW(), await NEW()]) {
      await tip('-b', benign, '-t', 'simulated', '-n', '1', '-s', '7', '-o', out, '--with-benign');
      lines.push(await readFile(path.join(out, 'samples.jsonl'), 'utf8'));
      expect((await samplesOf(out)).map(({ truth }) => truth === 'benign')).toEqual([true, false]);
    }
    expect(lines[1]).toBe(lines[0]);
  });

  it('marks what it does to 8-bit scans of nobody knows where as approximate, and writes JPEG again', async () => {
    const out = await NEW();
    const told = await tip('-b', await portFolder(), '-t', 'simulated', '-n', '1', '-s', '2', '-o', out, '--json');
    expect(JSON.parse(told.out)).toMatchObject({
      threats: 1,
      approximate: { 'display-curve-unknown': 1, 'benign-energies-unknown': 1, 'benign-pitch-estimated': 1 },
    });
    const [sample] = await samplesOf(out);
    expect(sample?.views['side']?.high).toMatch(/\.jpg$/);
    expect(sample?.provenance['approximate']).toEqual([
      'display-curve-unknown',
      'benign-energies-unknown',
      'benign-pitch-estimated',
    ]);
    // Simulated at 10 mm a pixel in the container's middle; its near side, which is located, is larger.
    expect(sample?.provenance['pitchMm']).toBeGreaterThan(6);
    expect(sample?.provenance['pitchMm']).toBeLessThan(11);
  });

  it('takes recorded threats with what their notes say, and is exact where nothing is unknown', async () => {
    const note = { pixelPitchMm: 5, energiesMeV: { high: 6, low: 4 }, category: 'bricks', massKg: 3 };
    const out = await NEW();
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
    const out = await NEW();
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
      await NEW(),
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
      await NEW(),
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
      [benign, display, await NEW(), 'export 16 bits'],
      [benign, empty, await NEW(), 'say --threats simulated'],
      [empty, 'simulated', await NEW(), 'holds no PNG, TIFF or JPEG'],
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
      const told = await tip('-b', benign, '-t', threats, '-n', '1', '-s', '3', '-o', await NEW());
      expect(process.exitCode).toBe(2);
      expect(told.error).toContain(words);
    }
  });

  it('reads a note with a byte-order mark, and passes over none that it cannot read', async () => {
    const [benign, threats] = [await benignSet(), await threatFolder(null)];
    const note = path.join(threats, 'brick_1.json');
    await writeFile(note, '\uFEFF{"pixelPitchMm": 5, "energiesMeV": {"high": 6, "low": 4}}');
    const out = await NEW();
    expect((await tip('-b', benign, '-t', threats, '-n', '1', '-s', '3', '-o', out)).error).toBe('');
    expect((await samplesOf(out))[0]?.provenance['threat']).toMatchObject({ pixelPitchMm: 5 });
    await rm(note);
    await mkdir(note);
    const told = await tip('-b', benign, '-t', threats, '-n', '1', '-s', '3', '-o', await NEW());
    expect(process.exitCode).toBe(2);
    expect(told.error).toContain('brick_1.json cannot be read: it is a folder');
  });

  it('counts threats as missing for which no benign scan was left to be read, as where a disk is taken out', async () => {
    const [benign, out] = [await portFolder(), await NEW()];
    vi.mocked(writeSample).mockImplementationOnce(async (...written) => {
      await rm(path.join(benign, 'gate.jpg'));
      return reallyWriteSample(...written);
    });
    const told = await tip('-b', benign, '-t', 'simulated', '-n', '3', '-s', '2', '-o', out);
    expect(process.exitCode).toBe(1);
    expect(told.error).toContain(
      '2 of 3 threats were not made; 2 were not tried, because no benign scan could be read',
    );
    expect(await samplesOf(out)).toHaveLength(1);
    expect(await readdir(out)).toContain('tip.part');
  });

  it('leaves out scans in which no container was found, and says so when none is left', async () => {
    const folder = await temporaryFolder();
    const noise = Uint8Array.from({ length: 300 * 200 }, (_, i) => (i * 7919) % 251);
    const plane: Plane = { widthPx: 300, heightPx: 200, bitDepth: 8, samples: noise };
    await writeFile(path.join(folder, 'noise.png'), await encodeGreyPng(plane));
    const told = await tip('-b', folder, '-t', 'simulated', '-n', '1', '-s', '3', '-o', await NEW());
    expect(process.exitCode).toBe(1);
    expect(told.error).toContain('noise');
  });

  it('uses a picture once that is there under two names, and says so', async () => {
    const folder = await portFolder();
    const copy = path.join(folder, 'Tor 2 – Kopie.jpg');
    await cp(path.join(folder, 'gate.jpg'), copy);
    // As a program that saves it again without loss: other bytes, the same pixels.
    await appendFile(copy, '\0');
    const told = await tip(
      ...['-b', folder, '-t', 'simulated', '-n', '2', '-s', '2', '-o', await NEW(), '--with-benign', '--json'],
    );
    const { threats, benigns, unusable } = JSON.parse(told.out);
    expect([threats, benigns, unusable.length]).toEqual([2, 1, 1]);
    expect(unusable[0].reason).toMatch(/the same pixels as .*under another name/);
  });

  it('makes a set of JPEGs that is said to be beyond verifying, with the cure', async () => {
    const out = await NEW();
    await tip('-b', await portFolder(), '-t', 'simulated', '-n', '1', '-s', '2', '-o', out);
    const { samples, faults } = valueFrom(await verifySamples(out));
    expect(samples).toBe(1);
    expect(faults).toEqual([expect.stringMatching(/^1 of 1 scans are JPEGs.*not verified.*PNG or TIFF/)]);
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
      const told = await tip('-b', benign, '-t', threats, '-n', '1', '-s', '3', '-o', await NEW());
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
    const told = await tip('-b', await benignSet(), '-t', cutOff, '-n', '1', '-s', '3', '-o', await NEW());
    expect(told.error).toMatch(/came out below quality 0.5, by seam \d+ \(/);
  });

  it('leaves a category out that cannot weigh so much, and refuses one that was asked for', async () => {
    const [benign, out] = [await benignSet(), await NEW()];
    await tip('-b', benign, '-t', 'simulated', '-n', '4', '-s', '1', '-o', out, '--mass', '160-170');
    for (const sample of await samplesOf(out)) {
      // Density is varied by 0.75 to 1.3.
      expect(threatOf(sample).massKg).toBeGreaterThan(119);
      expect(threatOf(sample).massKg).toBeLessThan(222);
    }
    for (const more of [
      ['--category', 'pistols', 'cocaine', '--mass', '100-150'],
      ['--mass', '500'],
    ]) {
      const told = await tip('-b', benign, '-t', 'simulated', '-n', '1', '-s', '1', '-o', await NEW(), ...more);
      expect(process.exitCode).toBe(2);
      expect(told.error).toContain('pistols 1 to 60 kg');
    }
  });

  it('refuses a mass or a category of recorded threats, which would say nothing', async () => {
    const threats = await threatFolder({ pixelPitchMm: 5 });
    for (const more of [
      ['--category', 'cash'],
      ['--mass', '10-20'],
    ]) {
      process.exitCode = 0;
      const told = await tip(
        ...['-b', await benignSet(), '-t', threats, '-n', '1', '-s', '1', '-o', await NEW()],
        ...more,
      );
      expect(process.exitCode).toBe(2);
      expect(told.error).toContain('are of simulated threats');
    }
  });

  it('refuses pitches that make no container and no threat, as centimetres do', async () => {
    const benign = await portFolder();
    for (const pitchMm of ['100', '1']) {
      const told = await tip(
        ...['-b', benign, '-t', 'simulated', '-n', '1', '-s', '1', '-o', await NEW(), '--pitch-mm', pitchMm],
      );
      expect(process.exitCode).toBe(1);
      expect(told.error).toContain('check --pitch-mm');
    }
    const threats = await threatFolder({ pixelPitchMm: 0.12 });
    const told = await tip('-b', benign, '-t', threats, '-n', '1', '-s', '1', '-o', await NEW());
    expect(process.exitCode).toBe(2);
    expect(told.error).toContain('brick_1 would be 7.2 mm long');
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
        ...['-b', from, '-t', threats, '-n', '1', '-s', '1', '-o', await NEW(), '--energies', energies],
      );
      expect(told.out).toContain(words);
    }
    const told = await tip(
      ...['-b', files, '-t', 'simulated', '-n', '1', '-s', '1', '-o', await NEW(), '--energies', '6,4'],
    );
    expect(told.out).not.toContain('energies');
    // The threats have the energies that are stated, but how goods harden the beam is reckoned with those of --like.
    const nine = await threatFolder({ pixelPitchMm: 5, energiesMeV: { high: 9, low: 6 } });
    const otherBeam = ['-b', files, '-t', nine, '-n', '1', '-s', '1', '--energies', '9,6', '--pitch-mm', '10'];
    expect((await tip(...otherBeam, '-o', await NEW())).out).toContain('other energies (--energies) than the scanner');
    expect((await tip(...otherBeam, '--like', 'portal-9-6', '-o', await NEW())).out).not.toContain('energies');
  });

  it('keeps threats in the picture where a set lists a container in parts of pixels, or one that reaches beyond it', async () => {
    const benign = await benignSet();
    const [sample] = await samplesOf(benign);
    const [box] = sample?.containers?.['side'] ?? [];
    if (sample === undefined || box === undefined) throw new Error('the scan has no container');
    const { widthPx, heightPx } = scan.planes.high;
    const listing = (...boxes: readonly Box[]) =>
      writeSampleLines(benign, [{ ...sample, containers: { side: boxes } }]);
    await listing({ x: box.x + 0.5, y: box.y + 0.5, width: widthPx, height: box.height - 1 });
    const out = await NEW();
    await tip('-b', benign, '-t', 'simulated', '-n', '4', '-s', '1', '-o', out);
    expect(process.exitCode).toBe(0);
    for (const made of await samplesOf(out)) {
      const drawn = threatOf(made).boxes?.['side'];
      expect(drawn).toBeDefined();
      for (const { x, y, width, height } of [...(made.containers?.['side'] ?? []), ...(drawn ? [drawn] : [])]) {
        expect([x, y, width, height].every(Number.isInteger)).toBe(true);
        expect(x + width).toBeLessThanOrEqual(widthPx);
        expect(y + height).toBeLessThanOrEqual(heightPx);
      }
    }
    expect(valueFrom(await verifySamples(out))).toMatchObject({ samples: 4 });
    await listing({ ...box, x: widthPx });
    expect((await tip('-b', benign, '-t', 'simulated', '-n', '1', '-s', '1', '-o', await NEW())).error).toContain(
      'lie beyond its picture',
    );
  });

  it('leaves a set of what it had written when it is broken off, says so, and goes on with it to the same set', async () => {
    const [benign, whole, out] = [await benignSet(), await NEW(), await NEW()];
    const order = ['-b', benign, '-t', 'simulated', '-n', '3', '-s', '7', '--with-benign'];
    const told = await tip(...order, '-o', whole, '--json');
    vi.mocked(writeSample)
      .mockImplementationOnce(reallyWriteSample)
      .mockImplementationOnce(reallyWriteSample)
      .mockRejectedValueOnce(new Error('the disk is full'));
    await expect(tip(...order, '-o', out)).rejects.toThrow('is full');
    expect(await samplesOf(out)).toHaveLength(2);
    expect((await tip(...order, '-o', out)).error).toMatch(/was broken off: go on with it with --resume/);
    expect((await tip(...order, '--obscuration', 'light', '-o', out, '--resume')).error).toMatch(/other options/);
    expect(process.exitCode).toBe(2);
    const lines = path.join(out, 'samples.jsonl');
    await appendFile(lines, '{"id":"tip-0001-');
    process.exitCode = 0;
    vi.mocked(writeSample).mockClear();
    const resumed = await tip(...order, '-o', out, '--resume', '--json');
    expect(process.exitCode).toBe(0);
    expect(writeSample).toHaveBeenCalledTimes(2);
    expect({ ...JSON.parse(resumed.out), out: whole }).toEqual(JSON.parse(told.out));
    const filesOf = async (folder: string) => (await readdir(folder, { recursive: true })).toSorted();
    expect(await filesOf(out)).toEqual(await filesOf(whole));
    for (const file of (await filesOf(whole)).filter((name) => /\.(?:png|jsonl)$/.test(name))) {
      expect(await readFile(path.join(out, file)), file).toEqual(await readFile(path.join(whole, file)));
    }
    expect((await tip(...order, '-o', out, '--resume')).error).toMatch(/holds no set that was broken off/);
  });

  it('makes a sample again whose files are gone, and puts its line where it belongs', async () => {
    const [benign, whole, out] = [await benignSet(), await NEW(), await NEW()];
    const order = ['-b', benign, '-t', 'simulated', '-n', '3', '-s', '7'];
    await tip(...order, '-o', whole);
    vi.mocked(writeSample)
      .mockImplementationOnce(reallyWriteSample)
      .mockImplementationOnce(reallyWriteSample)
      .mockRejectedValueOnce(new Error('the disk is full'));
    await expect(tip(...order, '-o', out)).rejects.toThrow('is full');
    const [first] = await samplesOf(out);
    await rm(path.join(out, first?.views['side']?.high ?? ''));
    await tip(...order, '-o', out, '--resume');
    expect(await readFile(path.join(out, 'samples.jsonl'), 'utf8')).toBe(
      await readFile(path.join(whole, 'samples.jsonl'), 'utf8'),
    );
  });

  it('leaves nothing behind where no set could be made', async () => {
    const [folder, out] = [await temporaryFolder(), await NEW()];
    await writeFile(path.join(folder, 'gate.png'), 'no picture');
    await tip('-b', folder, '-t', 'simulated', '-n', '1', '-s', '3', '-o', out);
    expect(process.exitCode).toBe(1);
    expect(await readdir(out)).toEqual([]);
    const wide = await threatFolder({ pixelPitchMm: 900 });
    const told = await tip('-b', await benignSet(), '-t', wide, '-n', '1', '-s', '3', '-o', out);
    expect(told.out).toContain('no set was written');
    expect(await readdir(out)).toEqual([]);
  });

  it('refuses a place that it cannot write to before it simulates', async () => {
    const file = path.join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    for (const out of [file, path.join(file, 'below')]) {
      process.exitCode = 0;
      const told = await tip('-b', await benignSet(), '-t', 'simulated', '-n', '1', '-s', '3', '-o', out);
      expect(process.exitCode).toBe(2);
      expect(told.error).toMatch(/cannot be written to .*--out/);
    }
  });

  it.each([
    ['--count', '0'],
    ['--mass', '20-10'],
    ['--mass', '10-Infinity'],
    ['--split', ''],
    ['--energies', '4,6'],
    ['--gamma', '-1'],
    ['--category', 'gold'],
    ['--min-quality', '2'],
  ])('refuses %s %s', async (...options) => {
    const rest = ['-b', 'x', '-t', 'simulated', '-n', '1', '-s', '1', '-o', 'y'];
    await expect(tip(...rest, ...options)).rejects.toThrow(CommanderError);
  });
});
