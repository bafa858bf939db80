import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { evaluateCommand } from '../../src/commands/evaluate.ts';
import { evaluateSamples } from '../../src/commands/evaluation/evaluate-samples.ts';
import { readEvaluation } from '../../src/commands/evaluation/read-evaluation.ts';
import type { ScreenedSoFar } from '../../src/commands/evaluation/screened-so-far.ts';
import { thisRun } from '../../src/commands/origin/host.ts';
import { keepScreened } from '../../src/commands/sample-screening/keep-screened.ts';
import { screenSources } from '../../src/commands/sample-screening/screen-sources.ts';
import { encodeGreyPng } from '../../src/formats/encode-png.ts';
import { shipped } from '../../src/installation.ts';
import { hearStreams } from '../fixtures/hear-streams.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { unevenGoods } from '../fixtures/uneven-goods.ts';
import { failureOf, valueFrom } from '../fixtures/value-from.ts';

const WIDTH_PX = 640;
const HEIGHT_PX = 240;
const SPOT = { x: 300, y: 110, width: 24, height: 16 };

afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
});

/** Air around a body that half of the beam comes through, uneven as cargo is, with a dark spot where there is a threat. */
async function writeScan(file: string, isThreat: boolean): Promise<void> {
  const samples = unevenGoods(WIDTH_PX, HEIGHT_PX);
  if (isThreat) fillSpot(samples, 8_000);
  await write(file, await encodeGreyPng({ widthPx: WIDTH_PX, heightPx: HEIGHT_PX, bitDepth: 16, samples }));
}

async function writeMask(file: string, widthPx = WIDTH_PX): Promise<void> {
  const samples = new Uint8Array(widthPx * HEIGHT_PX);
  fillSpot(samples, 255);
  await write(file, await encodeGreyPng({ widthPx, heightPx: HEIGHT_PX, bitDepth: 8, samples }));
}

function fillSpot(samples: Uint8Array | Uint16Array, value: number): void {
  for (let y = SPOT.y; y < SPOT.y + SPOT.height; y++) {
    samples.fill(value, y * WIDTH_PX + SPOT.x, y * WIDTH_PX + SPOT.x + SPOT.width);
  }
}

async function write(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, bytes);
}

/** Three scans with a spot and three without, or more, in the layout of MVTec AD. */
async function spotSet(ofEach = 3): Promise<string> {
  const folder = await temporaryFolder();
  for (let name = 0; name < ofEach; name++) {
    await writeScan(path.join(folder, 'test/good', `${name}.png`), false);
    await writeScan(path.join(folder, 'test/spot', `${name}.png`), true);
    await writeMask(path.join(folder, 'ground_truth/spot', `${name}_mask.png`));
  }
  await writeScan(path.join(folder, 'train/good/0.png'), true);
  return folder;
}

/** `local-contrast` with a threshold of its own, that no calibration of the shipped one moves. */
async function contrastModel(): Promise<string> {
  const folder = await temporaryFolder();
  const model = path.join(folder, 'local-contrast');
  await cp(shipped('models/local-contrast'), model, { recursive: true });
  const { calibrationScores: _, ...manifest } = JSON.parse(await readFile(path.join(model, 'manifest.json'), 'utf8'));
  const [point] = manifest.operatingPoints;
  const operatingPoints = [{ ...point, threshold: 0.5 }];
  await writeFile(path.join(model, 'manifest.json'), JSON.stringify({ ...manifest, operatingPoints }));
  return folder;
}

/** Runs the command; what it wrote to both streams. */
async function evaluate(...options: readonly string[]): Promise<string> {
  const written = hearStreams();
  const technology = ['--models', await contrastModel(), '--jobs', '1'];
  await evaluateCommand().parseAsync([...technology, ...options], { from: 'user' });
  return written();
}

describe('scanbench evaluate', () => {
  it('finds what is there to be found, says where, and writes what it says', async () => {
    const set = await spotSet();
    const out = path.join(set, 'out');
    const table = await evaluate('--samples', set, '--out', out);
    expect(table).toContain('local-contrast@onnx-cpu');
    const evaluation = valueFrom(await readEvaluation(path.join(out, 'evaluation.json')));
    expect(evaluation.sets).toMatchObject([
      { folder: set, benigns: 3, threats: 3, belowPenetration: 0, planesSha256: null },
    ]);
    const [measures] = evaluation.technologies[0]?.measures ?? [];
    expect(measures?.populations[0]?.rates).toMatchObject({
      threats: { alarm: { count: 3, n: 3 } },
      benigns: { alarm: { count: 0, n: 3 } },
    });
    expect(measures?.localisation[0]?.touched).toMatchObject({ count: 3, n: 3 });
    expect(measures?.localisation[0]?.pixelAuroc).toBeGreaterThan(0.95);
    expect(measures?.localisation[0]?.aupimo).toMatchObject({ n: 3 });
    expect(await readFile(path.join(out, 'evaluation.md'), 'utf8')).toContain('3 of 3, 100.0 %');
    const scores = await readFile(path.join(out, 'scores.csv'), 'utf8');
    expect(scores.split('\r\n')).toHaveLength(8);
    expect(scores).toMatch(/test-spot-1,.*,test\/spot\/1\.png\r\n/);
  });

  it('writes what a reader must know of its sets beside the numbers, as it says it', async () => {
    const set = await spotSet();
    const out = path.join(set, 'out');
    await writeFile(path.join(set, 'tip.part'), 'digest\n');
    const said = await evaluate('--samples', set, '--out', out);
    const unfinished = `${set} is not finished: it has 7 scans so far. Go on with it with scanbench tip --resume.`;
    const repeated = '4 of 6 scans show the very same pixels as another';
    const report = await readFile(path.join(out, 'evaluation.md'), 'utf8');
    const { warnings } = valueFrom(await readEvaluation(path.join(out, 'evaluation.json')));
    expect(warnings).toEqual([unfinished, expect.stringContaining(repeated)]);
    for (const sentence of [unfinished, repeated]) {
      expect(said.split(sentence)).toHaveLength(2);
      expect(report).toContain(`- **Warning.** ${sentence}`);
    }
  });

  it('takes a few scans of all of a set, and a split other than test where it is named', async () => {
    const set = await spotSet();
    const sets = async (...options: readonly string[]) =>
      JSON.parse(await evaluate('--samples', set, '--json', ...options)).sets;
    expect(await sets('--limit', '2')).toMatchObject([{ benigns: 1, threats: 1 }]);
    expect(await sets('--split', 'train')).toMatchObject([{ benigns: 1, threats: 0 }]);
  });

  it('measures the scans that it can read, and names the others together at the end, which is 1', async () => {
    const set = await spotSet();
    const out = path.join(set, 'out');
    await writeMask(path.join(set, 'ground_truth/spot/1_mask.png'), WIDTH_PX + 1);
    await writeFile(path.join(set, 'test/good/2.png'), 'no picture');
    const said = await evaluate('--samples', set, '--out', out);
    expect(process.exitCode).toBe(1);
    expect(said).toContain('2 of 6 scans cannot be read and are in no number. Mend the set and run this anew:');
    expect(said).toMatch(
      /test-spot-1: its mask of side has 641×240 pixels, the view 640×240: give it the size of the view/,
    );
    expect(said).toMatch(/test-good-2: \S+/);
    const evaluation = valueFrom(await readEvaluation(path.join(out, 'evaluation.json')));
    expect(evaluation.sets).toMatchObject([{ benigns: 2, threats: 2, unreadable: 2 }]);
    expect(await readFile(path.join(out, 'evaluation.md'), 'utf8')).toContain('that cannot be read: 2.');
  });

  it('takes no threat for missed whose mask marks nothing', async () => {
    const set = await spotSet();
    const samples = new Uint8Array(WIDTH_PX * HEIGHT_PX);
    const blank = await encodeGreyPng({ widthPx: WIDTH_PX, heightPx: HEIGHT_PX, bitDepth: 8, samples });
    await writeFile(path.join(set, 'ground_truth/spot/1_mask.png'), blank);
    const said = await evaluate('--samples', set);
    expect(process.exitCode).toBe(1);
    expect(said).toMatch(/test-spot-1: its mask marks no pixel/);
  });

  it('ends with 1 and the reason where a split or the truth is not there', async () => {
    const set = await spotSet();
    expect(await evaluate('--samples', set, '--split', 'validation')).toMatch(
      /no sample of the split "validation"; it has: train, test/,
    );
    expect(await evaluate('--samples', set, '--scanner', 'gate')).toMatch(/no sample of gate; its scanners: unknown/);
    const loose = path.join(set, 'test/good');
    expect(await evaluate('--samples', loose)).toContain(`What ${loose} holds is not known: evaluate sample sets`);
  });

  it('has said what it found where that cannot be written', async () => {
    const out = await temporaryFolder();
    await mkdir(path.join(out, 'scores.csv.new'));
    const written = hearStreams();
    const options = ['--samples', await spotSet(1), '--models', await contrastModel(), '--jobs', '1', '--out', out];
    await expect(evaluateCommand().parseAsync(options, { from: 'user' })).rejects.toThrow('EISDIR');
    expect(written()).toContain('0 of 1, 0.0 % (0.0 to 97.5)');
  });

  it('leaves no empty folder behind where it is called wrongly', async () => {
    const out = path.join(await temporaryFolder(), 'results', 'out');
    expect(await evaluate('--samples', await spotSet(1), '--technology', 'nobody', '--out', out)).toContain('"nobody"');
    expect(process.exitCode).toBe(2);
    expect(existsSync(path.dirname(out))).toBe(false);
  });

  it('has its folder for itself: it is refused while another process evaluates into it', async () => {
    const [set, out] = [await spotSet(), await temporaryFolder()];
    const lock = path.join(out, 'written-by.pid');
    await writeFile(lock, String(process.ppid));
    const written = hearStreams();
    const options = ['--samples', set, '--models', await contrastModel(), '--out', out];
    await evaluateCommand().parseAsync(options, { from: 'user' });
    expect(written()).toContain(`${out} is written to by the process ${process.ppid}: wait until it has ended`);
    expect(process.exitCode).toBe(2);
    expect(await readdir(out)).toEqual(['written-by.pid']);
    await rm(lock);
    await evaluateCommand().parseAsync(options, { from: 'user' });
    expect(await readdir(out)).toEqual(['evaluation.json', 'evaluation.md', 'scores.csv']);
  });
});

describe('an evaluation that is broken off', () => {
  const LONG_AGO = new Date(1_700_000_000_000);

  /** One that is broken off after eleven of twelve scans. */
  async function brokenOff() {
    const [set, models] = [await spotSet(6), await contrastModel()];
    const first = path.join(set, 'test/good/0.png');
    await utimes(first, LONG_AGO, LONG_AGO);
    const out = path.join(await temporaryFolder(), 'out');
    const options = ['--samples', set, '--models', models, '--jobs', '1', '--out', out];
    await mkdir(out);
    const { host } = thisRun();
    const said = hearStreams();
    const part = path.join(out, 'screened.part');
    const scansIn = ({ scans }: ScreenedSoFar) => scans.length;
    const keeper = keepScreened({ work: 'evaluation', fileOf: () => part, host, resume: false, scansIn });
    const ended = evaluateSamples({
      ...{ scans: { folders: [set] }, modelsDir: models, technologies: [], jobs: 1, seed: 1 },
      ...{ made: { madeAt: '', command: '', host }, keeper },
      screenWith: (wanted) =>
        screenSources({
          ...wanted,
          onTaken: (soFar) => {
            wanted.onTaken?.(soFar);
            if (soFar.taken === 11) throw new Error('the power failed');
          },
        }),
    });
    await expect(ended).rejects.toThrow('the power failed');
    keeper.end();
    expect(said()).toContain(`11 of 12 scans are kept in ${part}: go on with --resume.`);
    vi.restoreAllMocks();
    return { set, models, first, out, options, part };
  }

  async function run(options: readonly string[]): Promise<string> {
    const written = hearStreams();
    await evaluateCommand().parseAsync(options, { from: 'user' });
    return written();
  }

  it('goes on with --resume where it stopped, to the same numbers, and keeps nothing when all is written', async () => {
    const { first, out, options, part } = await brokenOff();
    const whole = await temporaryFolder();
    await run([...options.slice(0, -1), whole]);
    // Who screens it again cannot read it.
    await writeFile(first, Buffer.alloc((await stat(first)).size));
    await utimes(first, LONG_AGO, LONG_AGO);
    await run([...options, '--resume']);
    expect(process.exitCode).toBe(0);
    const [{ madeAt: _a, command: _b, ...resumed }, { madeAt: _c, command: _d, ...expected }] = [
      valueFrom(await readEvaluation(path.join(out, 'evaluation.json'))),
      valueFrom(await readEvaluation(path.join(whole, 'evaluation.json'))),
    ];
    expect(resumed).toEqual(expected);
    expect(await readFile(path.join(out, 'scores.csv'))).toEqual(await readFile(path.join(whole, 'scores.csv')));
    expect(existsSync(part)).toBe(false);
  });

  it('is neither lost nor gone on with unasked, nor with other scans or from a damaged file', async () => {
    const { set, first, options, part } = await brokenOff();
    const refusals: (readonly [readonly string[], string])[] = [];
    refusals.push([options, 'is of an earlier evaluation that was broken off: go on with --resume, or remove']);
    refusals.push([[...options, '--limit', '11', '--resume'], 'is of another evaluation: scans, technologies']);
    for (const [called, words] of refusals) {
      expect(await run(called)).toContain(words);
      expect(process.exitCode).toBe(2);
    }
    await writeScan(first, true);
    expect(await run([...options, '--resume'])).toContain('is of another evaluation');
    await writeFile(part, 'rubbish');
    expect(await run([...options, '--resume'])).toContain('screened.part is damaged. Remove it');
    expect(await run(['--samples', set, '--resume'])).toContain('--resume goes on with what --out keeps');
  });

  it('is not gone on with by a model that judges otherwise by now, be it scans of 8 bits alone', async () => {
    const { models, options } = await brokenOff();
    const file = path.join(models, 'local-contrast', 'manifest.json');
    const manifest = JSON.parse(await readFile(file, 'utf8'));
    const { input, operatingPoints } = manifest;
    const [point] = operatingPoints;
    const display = { ...point, name: 'display', threshold: 0.6 };
    for (const change of [{ operatingPoints: [point, display] }, { input: { ...input, area: 'container' } }]) {
      await writeFile(file, JSON.stringify({ ...manifest, ...change }));
      expect(await run([...options, '--resume'])).toContain('is of another evaluation: scans, technologies');
    }
  });
});

describe('readEvaluation', () => {
  it('names the field that is wrong', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'evaluation.json');
    await writeFile(file, JSON.stringify({ kind: 'scanbench-evaluation', version: 2 }));
    expect(failureOf(await readEvaluation(file))).toMatch(/evaluation\.json: version: must be 1; make it anew/);
    expect(failureOf(await readEvaluation(shipped('no-such.json')))).toMatch(/cannot be read/);
  });
});
