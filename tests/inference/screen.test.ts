import { beforeAll, describe, expect, it } from 'vitest';
import type { Energy, Plane } from '../../src/domain/scan/plane.ts';
import type { ScanJob } from '../../src/domain/screening/scan-job.ts';
import { decodeScan } from '../../src/formats/decode-scan.ts';
import { encodeGreyPng } from '../../src/formats/encode-png.ts';
import type { Detector } from '../../src/inference/detector.ts';
import { screen } from '../../src/inference/screen.ts';
import { simulateScan } from '../../src/simulator/simulate-scan.ts';
import { plane16 } from '../fixtures/assessed-view.ts';
import { dualPlanes } from '../fixtures/dual-planes.ts';
import { nullDetector } from '../fixtures/null-detector.ts';
import { failureOf, valueFrom } from '../fixtures/value-from.ts';

type Pngs = Readonly<Partial<Record<Energy, Uint8Array<ArrayBuffer>>>>;

let cargo: Pngs;
let blank: Pngs;
let widthPx = 0;

beforeAll(async () => {
  const planes = dualPlanes(simulateScan({ seed: 5, scanner: 'gate-6-4-compact', cargo: 'palletised-boxes' }));
  const small = { high: everyThird(planes.high), low: everyThird(planes.low) };
  widthPx = small.high.widthPx;
  cargo = { high: await encodeGreyPng(small.high), low: await encodeGreyPng(small.low) };
  blank = { high: await encodeGreyPng(plane16(300, 200, () => 60_000)) };
});

/** A third of the resolution: a whole scan in a ninth of the time. */
function everyThird({ widthPx, heightPx, samples }: Plane): Plane {
  const third = (lengthPx: number) => Math.ceil(lengthPx / 3);
  return plane16(third(widthPx), third(heightPx), (x, y) => samples[3 * y * widthPx + 3 * x] ?? 0);
}

/** A job for copies of the pictures: a view of each, named `side`, `top` … */
function jobOf(technologies: readonly string[], views: readonly Pngs[], wishes: Partial<ScanJob> = {}): ScanJob {
  const names = ['side', 'top', 'back'];
  const files = views.flatMap((pngs, index) =>
    (['high', 'low'] as const).flatMap((energy) => {
      const png = pngs[energy];
      if (png === undefined) return [];
      return [{ view: names[index] ?? 'other', energy, declaredType: 'image/png', bytes: png.slice() }];
    }),
  );
  return { files, technologies, maps: 'none', images: 'none', ...wishes };
}

const detectorsOf = (...detectors: readonly Detector[]) =>
  new Map(detectors.map((detector) => [detector.technology.id, detector]));

const onlyHigh = ({ high }: Pngs): Pngs => (high === undefined ? {} : { high });

async function decodePng(png: Uint8Array<ArrayBuffer>): Promise<Plane | undefined> {
  const file = { view: 'side', energy: 'high', declaredType: 'image/png', bytes: png } as const;
  return valueFrom(await decodeScan([file]))[0]?.planes.high;
}

describe('screen', () => {
  it('reports each view, and each technology’s decision in the order that was asked for', async () => {
    const loud = await nullDetector({ id: 'loud' }, { score: 0.9 });
    const quiet = await nullDetector({ id: 'quiet' }, { score: 0.1 });
    const job = jobOf(['quiet@null-cpu', 'loud@null-cpu'], [cargo, cargo]);
    const { views, results, viewPngs } = valueFrom(await screen(job, detectorsOf(loud, quiet)));
    expect(views.map(({ name, bitDepth, energies }) => [name, bitDepth, energies])).toEqual([
      ['side', 16, ['high', 'low']],
      ['top', 16, ['high', 'low']],
    ]);
    expect(results.map(({ technology, decision }) => [technology, decision])).toEqual([
      ['quiet@null-cpu', 'clear'],
      ['loud@null-cpu', 'alarm'],
    ]);
    expect(results.every(({ anomalyMapPngs }) => anomalyMapPngs.length === 0)).toBe(true);
    expect(viewPngs).toEqual([]);
  });

  it.each([0, 0.3, 0.5, 0.50001, 0.7, 1])('alarms exactly at and above the threshold: score %d', async (score) => {
    for (const threshold of [0, 0.3, 0.5, 0.7, 1]) {
      const detector = await nullDetector({ threshold }, { score });
      const job = jobOf(['fixture@null-cpu'], [cargo]);
      const [result] = valueFrom(await screen(job, detectorsOf(detector))).results;
      expect(result?.score).toBeCloseTo(score, 4);
      expect(result?.decision).toBe((result?.score ?? -1) >= threshold ? 'alarm' : 'clear');
      expect((result?.detections.length ?? 0) > 0).toBe(result?.decision === 'alarm');
      expect(result?.operatingPoint.threshold).toBe(threshold);
    }
  });

  it('is undecided where a technology needs an energy that the scan lacks: no score, no map, no run', async () => {
    const dual = await nullDetector(
      { id: 'dual', input: { energies: ['high', 'low'], planes: ['ratio'] } },
      { fails: true },
    );
    const single = await nullDetector({ id: 'single' }, { score: 0.2 });
    const job = jobOf(['dual@null-cpu', 'single@null-cpu'], [onlyHigh(cargo)], { maps: 'inline' });
    const [lacking, able] = valueFrom(await screen(job, detectorsOf(dual, single))).results;
    expect(lacking).toMatchObject({
      technology: 'dual@null-cpu',
      decision: 'undecided',
      reason: 'missing-energy',
      score: null,
      detections: [],
      anomalyMapPngs: [],
      timings: { inferMs: 0, interpretMs: 0 },
    });
    expect(able).toMatchObject({ technology: 'single@null-cpu', decision: 'clear' });
    expect(able?.anomalyMapPngs).toHaveLength(1);
  });

  it('is undecided where one view of several lacks the energy', async () => {
    const dual = await nullDetector({ input: { energies: ['high', 'low'], planes: ['ratio'] } });
    const job = jobOf(['fixture@null-cpu'], [cargo, onlyHigh(cargo)]);
    expect(valueFrom(await screen(job, detectorsOf(dual))).results[0]).toMatchObject({
      reason: 'missing-energy',
      score: null,
    });
  });

  it('never alarms at a blank view, however high its score, and still gives score and map', async () => {
    const loud = await nullDetector({}, { score: 0.9 });
    const job = jobOf(['fixture@null-cpu'], [blank], { maps: 'inline' });
    const { views, results } = valueFrom(await screen(job, detectorsOf(loud)));
    expect(views[0]?.quality.flags).toContain('blank');
    expect(results[0]).toMatchObject({ decision: 'undecided', reason: 'unreadable-view', detections: [] });
    expect(results[0]?.score).toBeCloseTo(0.9, 4);
    expect(results[0]?.anomalyMapPngs).toHaveLength(1);
  });

  it('lets an alarm in a good view win over a blank one beside it', async () => {
    const loud = await nullDetector({}, { score: 0.9 });
    const [result] = valueFrom(await screen(jobOf(['fixture@null-cpu'], [blank, cargo]), detectorsOf(loud))).results;
    expect(result?.decision).toBe('alarm');
    expect(result?.detections.map(({ view }) => view)).toEqual(['top']);
  });

  it('gives a map of the size of each view and each view as it came, where they are asked for', async () => {
    const detector = await nullDetector({}, { score: 0.4 });
    const job = jobOf(['fixture@null-cpu'], [cargo, blank], { maps: 'inline', images: 'inline' });
    const { views, results, viewPngs } = valueFrom(await screen(job, detectorsOf(detector)));
    const maps = results[0]?.anomalyMapPngs ?? [];
    expect(maps.map(({ view }) => view)).toEqual(['side', 'top']);
    for (const [index, { png }] of maps.entries()) {
      const map = await decodePng(png);
      expect(map).toMatchObject({ widthPx: views[index]?.widthPx, heightPx: views[index]?.heightPx, bitDepth: 8 });
      expect(new Set(map?.samples).has(Math.round(255 * 0.4))).toBe(true);
    }
    expect(viewPngs.map(({ view }) => view)).toEqual(['side', 'top']);
    const original = await decodePng(cargo.high?.slice() ?? new Uint8Array());
    const [first] = viewPngs;
    expect(first === undefined ? undefined : await decodePng(first.png)).toEqual(original);
    expect(original?.widthPx).toBe(widthPx);
  });

  it('times each stage, and a stage that was not run is 0', async () => {
    const detector = await nullDetector({}, { score: 0.4 });
    const [result] = valueFrom(await screen(jobOf(['fixture@null-cpu'], [cargo]), detectorsOf(detector))).results;
    const { decodeMs, prepareMs, inferMs, interpretMs } = result?.timings ?? {};
    for (const spent of [decodeMs, prepareMs, inferMs, interpretMs]) expect(spent).toBeGreaterThan(0);
  });

  it.each([
    [1, 'decode', 'looked at by no technology'],
    [2, 'prepare', 'prepared by the first'],
    [3, 'infer', 'inferred by the first'],
    [4, 'prepare', 'prepared by the second'],
  ])('ends a scan that is called off at its question %i, after its stage %s: %s', async (question, stage) => {
    const first = await nullDetector({ id: 'first' }, { score: 0.4 });
    const second = await nullDetector({ id: 'second' }, { score: 0.4 });
    const job = jobOf(['first@null-cpu', 'second@null-cpu'], [cargo]);
    let asked = 0;
    const ended = await screen(job, detectorsOf(first, second), { isCalledOff: () => ++asked === question });
    expect(ended).toMatchObject({ ok: false, failure: { code: 'deadline-passed' } });
    expect(failureOf(ended)).toContain(`after its stage ${stage}`);
    expect(asked).toBe(question);
    expect((await screen(job, detectorsOf(first, second))).ok).toBe(true);
  });

  it('fails with the technology that broke, by its name', async () => {
    const broken = await nullDetector({ id: 'broken' }, { fails: true });
    const quiet = await nullDetector({ id: 'quiet' }, { score: 0.1 });
    const job = jobOf(['quiet@null-cpu', 'broken@null-cpu'], [cargo]);
    expect(await screen(job, detectorsOf(quiet, broken))).toMatchObject({
      ok: false,
      failure: { code: 'runtime-failed', technology: 'broken@null-cpu' },
    });
  });

  it('fails for a technology that is not loaded, and for a scan that cannot be read', async () => {
    const unknown = await screen(jobOf(['other@null-cpu'], [blank]), new Map());
    expect(unknown).toMatchObject({ ok: false, failure: { code: 'unknown-technology' } });
    expect(failureOf(unknown)).toContain('other@null-cpu');
    const cutOff = jobOf([], [{ high: blank.high?.slice(0, 200) ?? new Uint8Array() }]);
    expect(await screen(cutOff, new Map())).toMatchObject({ ok: false, failure: { code: 'unreadable-scan' } });
  });
});
