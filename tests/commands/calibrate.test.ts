import { cp, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { calibrateCommand } from '../../src/commands/calibrate.ts';
import { keepJudged, scoreScans } from '../../src/commands/calibration/score-scans.ts';
import { writeCalibration } from '../../src/commands/calibration/write-calibration.ts';
import { encodeGreyPng } from '../../src/formats/encode-png.ts';
import { hearStreams } from '../fixtures/hear-streams.ts';
import { failureOf } from '../fixtures/value-from.ts';
import { writeSampleLines } from '../fixtures/write-sample-lines.ts';

const WIDTH_PX = 320;
const HEIGHT_PX = 160;

let folder: string;
let manifestPath: string;

/** An open-beam picture with a dark spot, the darker the higher the number. */
async function writeScan(name: string, darkness: number): Promise<void> {
  const samples = new Uint16Array(WIDTH_PX * HEIGHT_PX).fill(50_000);
  for (let y = 70; y < 90; y++) samples.fill(50_000 - 2000 * darkness, y * WIDTH_PX + 150, y * WIDTH_PX + 180);
  const png = await encodeGreyPng({ widthPx: WIDTH_PX, heightPx: HEIGHT_PX, bitDepth: 16, samples });
  await writeFile(join(folder, 'benign', name), png);
}

/** A shipped model with its first operating point alone, and no scores that another was chosen on. */
async function copyModel(id: string): Promise<void> {
  const copy = join(folder, 'models', id);
  await cp(join(import.meta.dirname, '../../models', id), copy, { recursive: true });
  const { calibrationScores: _, ...manifest } = JSON.parse(await readFile(join(copy, 'manifest.json'), 'utf8'));
  const operatingPoints = manifest.operatingPoints.slice(0, 1);
  await writeFile(join(copy, 'manifest.json'), JSON.stringify({ ...manifest, operatingPoints }));
}

interface Ended {
  readonly exitCode: unknown;
  readonly said: string;
}

function calibrate(...args: readonly string[]): Promise<Ended> {
  return calibrateAll('--technology', 'local-contrast', ...args);
}

async function calibrateAll(...args: readonly string[]): Promise<Ended> {
  const said: string[] = [];
  const hear = (text: string | Uint8Array) => said.push(String(text)) > 0;
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(hear),
    vi.spyOn(process.stderr, 'write').mockImplementation(hear),
  ];
  try {
    await calibrateCommand().parseAsync(
      ['--benign', join(folder, 'benign'), '--models', join(folder, 'models'), '--jobs', '1', ...args],
      { from: 'user' },
    );
    return { exitCode: process.exitCode, said: said.join('') };
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'calibrate-'));
  manifestPath = join(folder, 'models/local-contrast/manifest.json');
  await mkdir(join(folder, 'benign'));
  await copyModel('local-contrast');
  for (let i = 0; i < 10; i++) await writeScan(`${i}.png`, i);
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('scanbench calibrate', () => {
  it('writes the operating point with n and bounds, the same each time', async () => {
    const { exitCode, said } = await calibrate('--pfa', '0.1', '--json');
    expect(exitCode).toBeUndefined();
    const { model, ...point } = JSON.parse(said);
    expect(model).toBe('local-contrast');
    expect(point).toMatchObject({ name: 'default', pfaLimit: 0.1, benignCount: 10 });
    const written = await readFile(manifestPath, 'utf8');
    expect(JSON.parse(written)).toMatchObject({ id: 'local-contrast', operatingPoints: [point] });
    await calibrate('--pfa', '0.1');
    expect(await readFile(manifestPath, 'utf8')).toBe(written);
  });

  it('adds a point of another name after the default, which keeps screening', async () => {
    const before: unknown = JSON.parse(await readFile(manifestPath, 'utf8'));
    await calibrate('--pfa', '0.2', '--name', 'strict');
    const after: unknown = JSON.parse(await readFile(manifestPath, 'utf8'));
    expect(after).toMatchObject({ operatingPoints: [{ name: 'default' }, { name: 'strict', pfaLimit: 0.2 }] });
    expect(after).toMatchObject({ ...Object(before), operatingPoints: expect.anything() });
  });

  it.each(['', ' ', 'two\nlines', 'n'.repeat(61)])(
    'takes no name that a point cannot have (%j), before it screens',
    async (name) => {
      const before = await readFile(manifestPath, 'utf8');
      const refused = calibrateCommand()
        .exitOverride()
        .configureOutput({ writeErr: () => {} })
        .parseAsync(['--benign', 'none', '--pfa', '0.1', '--name', name], { from: 'user' });
      await expect(refused).rejects.toMatchObject({ code: 'commander.invalidArgument' });
      expect(await readFile(manifestPath, 'utf8')).toBe(before);
    },
  );

  it('leaves a manifest as it is rather than write one that no reader takes', async () => {
    const before = await readFile(manifestPath, 'utf8');
    const [point] = JSON.parse(before).operatingPoints;
    const written = await writeCalibration(manifestPath, { ...point, name: '' }, [0.1, 0.2]);
    expect(failureOf(written)).toMatch(/operatingPoints\.1\.name: must not have fewer than 1 characters/);
    expect(await readFile(manifestPath, 'utf8')).toBe(before);
  });

  it('keeps the scores that each point was chosen on, so that live ones can be held against them', async () => {
    await calibrate('--pfa', '0.1');
    await calibrate('--pfa', '0.2', '--name', 'strict');
    const { calibrationScores } = JSON.parse(await readFile(manifestPath, 'utf8'));
    expect(Object.keys(calibrationScores)).toEqual(['default', 'strict']);
    const { scores, countsAtOrBelow } = calibrationScores.default;
    expect(scores).toEqual(scores.toSorted((a: number, b: number) => a - b));
    expect(countsAtOrBelow.at(-1)).toBe(10);
    expect(calibrationScores.strict).toEqual(calibrationScores.default);
  });

  it('changes nothing and says how many scans it takes when there are too few', async () => {
    const before = await readFile(manifestPath, 'utf8');
    const { exitCode, said } = await calibrate('--pfa', '0.01');
    expect(exitCode).toBe(1);
    expect(said).toMatch(/at least 99/);
    expect(await readFile(manifestPath, 'utf8')).toBe(before);
  });

  it('counts no picture among the benign scans that was not read yet', async () => {
    await writeFile(join(folder, 'benign/broken.png'), 'no picture');
    const { exitCode, said } = await calibrate('--pfa', '0.01');
    expect(exitCode).toBe(1);
    expect(said).toContain('11 scans, even if all can be read, cannot support');
  });

  it('calibrates several technologies on one pass over the scans', async () => {
    await copyModel('pattern-break');
    const { said } = await calibrate('--technology', 'pattern-break', '--pfa', '0.1');
    expect(said).toMatch(/^local-contrast, .*\npattern-break, /);
    for (const model of ['local-contrast', 'pattern-break']) {
      const manifest: unknown = JSON.parse(await readFile(join(folder, 'models', model, 'manifest.json'), 'utf8'));
      expect(manifest).toMatchObject({ id: model, operatingPoints: [{ pfaLimit: 0.1, benignCount: 10 }] });
    }
  });

  it('goes on with --resume where it was broken off, also for another limit, and keeps nothing when all is written', async () => {
    for (const i of [10, 11]) await writeScan(`${i}.png`, i);
    const longAgo = new Date(1_700_000_000_000);
    const first = join(folder, 'benign/0.png');
    await utimes(first, longAgo, longAgo);
    const models = join(folder, 'models');
    const keeper = keepJudged(models, false);
    const brokenOff = scoreScans({
      ...{ scans: { folders: [join(folder, 'benign')] }, modelsDir: models, technologies: ['local-contrast'], jobs: 1 },
      keeper: {
        ...keeper,
        keep: (screening) => {
          keeper.keep(screening);
          if (screening.before.taken === 11) throw new Error('the power failed');
        },
      },
    });
    await expect(brokenOff).rejects.toThrow('the power failed');
    const told = hearStreams();
    keeper.end();
    expect(told()).toMatch(/11 of 12 scans are kept in .*calibration-[0-9a-f]{8}\.part: go on with --resume\./);
    vi.restoreAllMocks();

    const refused = await calibrate('--pfa', '0.1');
    expect(refused.exitCode).toBe(2);
    expect(refused.said).toMatch(/is of an earlier calibration that was broken off: go on with --resume, or remove it/);

    const bytes = await readFile(first);
    // Who screens it again cannot read it.
    await writeFile(first, Buffer.alloc(bytes.length));
    await utimes(first, longAgo, longAgo);
    const resumed = await calibrate('--pfa', '0.2', '--resume', '--json');
    expect(resumed.exitCode).toBeUndefined();
    expect((await readdir(models)).filter((name) => name.endsWith('.part'))).toEqual([]);
    await writeFile(first, bytes);
    expect(JSON.parse((await calibrate('--pfa', '0.2', '--json')).said)).toEqual(JSON.parse(resumed.said));
  });

  it('calibrates the others where one cannot be, and keeps what was screened', async () => {
    await copyModel('pattern-break');
    const broken = join(folder, 'models/local-contrast/manifest.json');
    await mkdir(join(folder, 'models/local-contrast/manifest.json.new'));
    const before = await readFile(broken, 'utf8');
    const { exitCode, said } = await calibrate('--technology', 'pattern-break', '--pfa', '0.1');
    expect(exitCode).toBe(1);
    expect(said).toMatch(/local-contrast: .*EISDIR.*\n.*pattern-break, operating point/s);
    expect(said).toMatch(/10 of 10 scans are kept/);
    expect(await readFile(broken, 'utf8')).toBe(before);
  });

  it('ends with 1 where a technology that was named lacks an energy in all scans, and calibrates the others', async () => {
    await copyModel('tip-unet');
    const { exitCode, said } = await calibrate('--technology', 'tip-unet', '--pfa', '0.1');
    expect(said).toMatch(
      /tip-unet needs an energy that all 10 scans lack: it is left as it is\. Name scans .*--benign/,
    );
    expect(said).toMatch(/local-contrast, operating point "default"/);
    expect(exitCode).toBe(1);
  });

  it('leaves a technology that was not named as it is for want of an energy, unless none is left to calibrate', async () => {
    await copyModel('tip-unet');
    const all = await calibrateAll('--pfa', '0.1');
    expect(all.said).toMatch(
      /tip-unet needs an energy .*local-contrast, operating point|local-contrast, operating point .*tip-unet needs/s,
    );
    expect(all.exitCode).toBeUndefined();
    await rm(join(folder, 'models/local-contrast'), { recursive: true });
    expect((await calibrateAll('--pfa', '0.1')).exitCode).toBe(1);
  });

  it('warns where a point is chosen on scans that it does not judge', async () => {
    expect((await calibrate('--pfa', '0.1', '--name', 'display')).said).toMatch(
      /10 of 10 scans have 16 bits, and "display" judges scans of 8 bits alone: leave them out/,
    );
    const samples = new Uint8Array(WIDTH_PX * HEIGHT_PX).fill(200);
    const png = await encodeGreyPng({ widthPx: WIDTH_PX, heightPx: HEIGHT_PX, bitDepth: 8, samples });
    await writeFile(join(folder, 'benign/grey.png'), png);
    expect((await calibrate('--pfa', '0.1')).said).toMatch(/1 of 11 scans has 8 bits: .*--name display/);
  });

  it('warns of a model that tells no benign scan from another', async () => {
    for (let i = 0; i < 10; i++) await writeScan(`${i}.png`, 0);
    const { exitCode, said } = await calibrate('--pfa', '0.1');
    expect(exitCode).toBeUndefined();
    expect(said).toMatch(/local-contrast gave all 10 benign scans the score \S+, so whatever scores more alarms\./);
    await writeScan('0.png', 9);
    expect((await calibrate('--pfa', '0.1')).said).not.toContain('gave all');
  });

  it('warns of scans that are there twice, by which a point seems to rest on more than it does', async () => {
    expect((await calibrate('--pfa', '0.1')).said).not.toContain('same pixels');
    await cp(join(folder, 'benign/3.png'), join(folder, 'benign/3 - copy.png'));
    expect((await calibrate('--pfa', '0.1')).said).toMatch(
      /1 of 11 scans shows the very same pixels as another \(.*leave the copies out/,
    );
  });

  it('refuses a set that holds a threat, naming the scan', async () => {
    await writeSampleLines(join(folder, 'benign'), [
      {
        id: 'with-bag',
        views: { side: { high: '0.png' } },
        truth: { threat: { category: 'cocaine' } },
        cargo: 'empty',
        scanner: 'gate-6-4',
        provenance: {},
        split: 'test',
      },
    ]);
    const { exitCode, said } = await calibrate('--pfa', '0.1');
    expect(exitCode).toBe(2);
    expect(said).toMatch(/with-bag holds a threat/);
  });
});
