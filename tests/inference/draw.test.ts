import { expect, it } from 'vitest';
import { decodeScan } from '../../src/formats/decode-scan.ts';
import { encodeGreyPng } from '../../src/formats/encode-png.ts';
import { draw } from '../../src/inference/draw.ts';

const WIDTH = 96;
const HEIGHT = 64;
const samples = Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => 20_000 + (i % WIDTH) * 300);
const plane = { widthPx: WIDTH, heightPx: HEIGHT, bitDepth: 16, samples } as const;

const fileOf = async () => ({ view: 'side', energy: null, declaredType: null, bytes: await encodeGreyPng(plane) });

async function decoded(bytes: Uint8Array<ArrayBuffer>) {
  const scan = await decodeScan([{ view: 'side', energy: null, declaredType: null, bytes }]);
  if (!scan.ok) throw new Error(scan.failure.message);
  return scan.value[0];
}

it('gives the view back to the bit', async () => {
  const drawn = await draw({ files: [await fileOf()], findings: null });
  if (!drawn.ok) throw new Error(drawn.failure.message);
  expect((await decoded(drawn.value))?.planes.high?.samples).toEqual(samples);
});

it('draws findings in colour, in the size of the view', async () => {
  const hot = new Uint8Array(WIDTH * HEIGHT).fill(255);
  const mapPng = await encodeGreyPng({ widthPx: WIDTH, heightPx: HEIGHT, bitDepth: 8, samples: hot });
  const findings = {
    threshold: 0.5,
    detections: [{ box: { x: 30, y: 20, width: 20, height: 20 }, score: 0.9 }],
    containers: [],
  };
  const [plain, withMap] = await Promise.all(
    [null, mapPng].map(async (png) => draw({ files: [await fileOf()], findings: { ...findings, mapPng: png } })),
  );
  if (!plain?.ok || !withMap?.ok) throw new Error('Nothing was drawn.');
  const view = await decoded(withMap.value);
  expect([view?.planes.high?.widthPx, view?.planes.high?.heightPx, view?.flags]).toEqual([
    WIDTH,
    HEIGHT,
    expect.arrayContaining(['display-image']),
  ]);
  expect(Buffer.from(withMap.value).equals(Buffer.from(plain.value))).toBe(false);
});

it('says what is wrong with a file that cannot be read', async () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const drawn = await draw({ files: [{ view: 'side', energy: null, declaredType: null, bytes }], findings: null });
  expect(drawn).toMatchObject({
    ok: false,
    failure: { code: expect.stringMatching(/unreadable-scan|unsupported-media-type/) },
  });
});
