import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hashPlane } from '../../../src/commands/samples/hash-plane.ts';
import { type UnwrittenSample, writeSample } from '../../../src/commands/samples/write-sample.ts';
import type { Plane } from '../../../src/domain/scan/plane.ts';
import { primaryPlane } from '../../../src/domain/scan/view.ts';
import { decodeScan } from '../../../src/formats/decode-scan.ts';
import { loadSampleFiles, readSampleSet } from '../../../src/formats/sample-set.ts';
import { writeSampleLines } from '../../fixtures/write-sample-lines.ts';

const [widthPx, heightPx] = [48, 32];
const HIGH: Plane = {
  widthPx,
  heightPx,
  bitDepth: 16,
  samples: Uint16Array.from({ length: widthPx * heightPx }, (_, at) => (at * 40) % 65_536),
};
const GREY: Plane = {
  widthPx,
  heightPx,
  bitDepth: 8,
  samples: Uint8Array.from({ length: widthPx * heightPx }, (_, at) => 4 * (at % widthPx)),
};
const MASK: Plane = { widthPx, heightPx, bitDepth: 8, samples: new Uint8Array(widthPx * heightPx).fill(255, 0, 96) };
const BENIGN: UnwrittenSample = {
  id: '000',
  split: 'test',
  views: { side: { high: HIGH } },
  jpegQuality: null,
  truth: 'benign',
  cargo: 'tyres',
  scanner: 'gate',
  provenance: { by: 'this test' },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'write-sample-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function writeAndDecode(sample: UnwrittenSample) {
  await writeSampleLines(folder, [await writeSample(folder, sample)]);
  const set = await readSampleSet(folder);
  if (!set.ok) throw new Error(set.failure.message);
  const [line] = set.value.samples;
  if (line === undefined) throw new Error('no line');
  const files = await loadSampleFiles(set.value, line);
  if (!files.ok) throw new Error(files.failure.message);
  const views = await decodeScan(files.value);
  if (!views.ok) throw new Error(views.failure.message);
  const [view] = views.value;
  if (view === undefined) throw new Error('no view');
  return { line, plane: primaryPlane(view.planes) };
}

it('keeps 16-bit readings to the bit, and lists their hash', async () => {
  const { line, plane } = await writeAndDecode(BENIGN);
  expect(plane).toEqual(HIGH);
  expect(line.provenance).toEqual({ by: 'this test', planesSha256: { 'side.high': hashPlane(HIGH) } });
});

it('writes a display export as JPEG, and lists the hash of what it was before', async () => {
  const { line, plane } = await writeAndDecode({ ...BENIGN, views: { side: { high: GREY } }, jpegQuality: 80 });
  expect(line.views).toEqual({ side: { high: '000/side.high.jpg' } });
  expect(line.provenance).toMatchObject({ jpegQuality: 80, planesSha256: { 'side.high': hashPlane(GREY) } });
  expect(hashPlane(plane)).not.toBe(hashPlane(GREY));
  const errors = Array.from(plane.samples, (grey, at) => Math.abs(grey - (GREY.samples[at] ?? 0)));
  expect(Math.max(...errors)).toBeLessThan(12);
});

it('writes a mask for each view of a threat, and says what the threat is', async () => {
  const box = { x: 0, y: 0, width: 48, height: 2 };
  const truth = { category: 'pistols', massKg: 3, masks: { side: MASK }, boxes: { side: box } };
  const { line } = await writeAndDecode({ ...BENIGN, truth, containers: { side: [box] } });
  expect(line.truth).toEqual({
    threat: { category: 'pistols', massKg: 3, boxes: { side: box }, masks: { side: 'masks/000.side.png' } },
  });
  const bytes = new Uint8Array(await readFile(path.join(folder, 'masks/000.side.png')));
  const mask = await decodeScan([{ view: 'side', energy: null, declaredType: null, bytes }]);
  expect(mask.ok && mask.value[0]?.planes.high).toEqual(MASK);
});
