import { expect, it } from 'vitest';
import { measureRecall } from '../../../../src/commands/bench/recall/measure-recall.ts';
import { recallOf, whyRemembered } from '../../../../src/commands/bench/recall/recall.ts';
import { unseenScan } from '../../../../src/commands/bench/recall/unseen-scan.ts';
import { fail, succeed } from '../../../../src/domain/failure.ts';
import type { ScanFile } from '../../../../src/domain/scan/view.ts';
import { decodeScan } from '../../../../src/formats/decode-scan.ts';
import { encodeGreyPng } from '../../../../src/formats/encode-png.ts';
import { valueFrom } from '../../../fixtures/value-from.ts';

/** A scan of 40 × 8 readings, the full scale and 0 among them. */
async function smallScan(bitDepth: 8 | 16): Promise<readonly ScanFile[]> {
  const size = { widthPx: 40, heightPx: 8 };
  const readings = Array.from({ length: 320 }, (_, pixel) => ((pixel * pixel) % (2 ** bitDepth / 5)) * 5);
  const plane =
    bitDepth === 8
      ? ({ ...size, bitDepth, samples: Uint8Array.from(readings).fill(255, 0, 9) } as const)
      : ({ ...size, bitDepth, samples: Uint16Array.from(readings).fill(65_535, 0, 9) } as const);
  const bytes = await encodeGreyPng(plane);
  return [{ view: 'side', energy: 'high', declaredType: 'image/png', bytes }];
}

async function samplesOf(files: readonly ScanFile[]): Promise<readonly number[]> {
  const [view] = valueFrom(await decodeScan(files));
  return Array.from(view?.planes.high?.samples ?? []);
}

it.each([8, 16] as const)(
  'an unseen scan is the mirrored one, a step off here and there, of %d bits',
  async (bitDepth) => {
    const files = await smallScan(bitDepth);
    const before = await samplesOf(files);
    const mirrored = Array.from({ length: 320 }, (_, at) => before[40 * Math.floor(at / 40) + 39 - (at % 40)] ?? 0);
    const once = await samplesOf(valueFrom(await unseenScan(files)));
    const steps = once.map((sample, at) => Math.abs(sample - (mirrored[at] ?? 0)));
    expect(Math.max(...steps)).toBe(1);
    expect(steps.filter((step) => step === 1).length).toBeLessThan(60);
    expect(await samplesOf(valueFrom(await unseenScan(files)))).not.toEqual(once);
  },
);

const shown = (firstMs: number, againMs: number) => ({ firstMs, againMs });

it('calls it a memory only where scans are plainly faster the second time', () => {
  const even = recallOf(Array.from({ length: 20 }, (_, i) => shown(100 + i, 119 - i)));
  expect(even?.timesAsLong.median).toBeCloseTo(1, 1);
  expect(even && whyRemembered(even)).toBeNull();
  const warm = recallOf(Array.from({ length: 20 }, (_, i) => shown(120 + i, 100)));
  expect(warm && whyRemembered(warm)).toBeNull();
  // One that is disturbed now and then still shows what it does.
  const cached = recallOf(Array.from({ length: 20 }, (_, i) => shown(100, i < 4 ? 150 : 10)));
  expect(cached && whyRemembered(cached)).toContain(
    '100 ms for a scan that it had not seen and 10.0 ms for the same one again (10.0 × [',
  );
  expect(recallOf([shown(100, 10)])).toBeNull();
});

it('shows each scan twice, and asks no more of a server that fails', async () => {
  const asked: (readonly ScanFile[])[] = [];
  const seen = new Set<readonly ScanFile[]>();
  const known = await smallScan(16);
  const recall = await measureRecall([known], async (files) => {
    if (files === known) return succeed(1000);
    asked.push(files);
    const isAgain = seen.has(files);
    seen.add(files);
    return succeed(isAgain ? 2 : 20);
  });
  expect(recall?.timesAsLong.median).toBe(10);
  expect(asked).toHaveLength(40);
  let failures = 0;
  const failing = async () => fail('runtime-failed', `failed ${++failures} times`);
  expect(await measureRecall([await smallScan(16)], failing)).toBeNull();
  expect(failures).toBe(1);
});
