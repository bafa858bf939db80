import { describe, expect, it } from 'vitest';
import { toDisplayGrey } from '../../src/formats/display-window.ts';
import { type Overlay, renderOverlayPng } from '../../src/formats/overlay-png.ts';
import { sharp } from '../../src/formats/sharp.ts';

const plane = { widthPx: 200, heightPx: 120, bitDepth: 8, samples: new Uint8Array(200 * 120).fill(90) } as const;
const GREY = [90, 90, 90];
const CYAN = [0, 229, 255];

async function painter(overlay: Overlay): Promise<(x: number, y: number) => readonly number[]> {
  const { data, info } = await sharp(await renderOverlayPng(overlay))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([200, 120, 3]);
  return (x, y) => [...data.subarray((y * 200 + x) * 3, (y * 200 + x) * 3 + 3)];
}

describe('renderOverlayPng', () => {
  it('shows the view as it is where nothing was found', async () => {
    const at = await painter({ plane, boxes: [] });
    for (const [x, y] of [
      [0, 0],
      [100, 60],
      [199, 119],
    ] as const)
      expect(at(x, y)).toEqual(GREY);
  });

  it('draws a box around its pixels and covers none of them', async () => {
    const box = { x: 50, y: 40, width: 30, height: 20 };
    const at = await painter({ plane, boxes: [{ box, label: '', style: 'detection' }] });
    for (const [x, y] of [
      [50, 40],
      [79, 40],
      [50, 59],
      [79, 59],
    ] as const)
      expect(at(x, y)).toEqual(GREY);
    expect(at(48, 50)).toEqual(CYAN);
    expect(at(65, 61)).toEqual(CYAN);
    expect(at(49, 50)).toEqual(at(47, 50));
    expect(Math.max(...at(49, 50))).toBeLessThan(20);
  });

  it('draws no line thinner than asked for, and covers nothing of the box by that either', async () => {
    const box = { x: 50, y: 40, width: 30, height: 20 };
    const at = await painter({ plane, boxes: [{ box, label: '', style: 'truth' }], leastLinePx: 2 });
    expect(at(50, 50)).toEqual(GREY);
    for (const x of [47, 48]) expect(at(x, 50)).toEqual([124, 255, 107]);
    expect(at(45, 50)).toEqual(GREY);
  });

  it('outlines every container', async () => {
    const containers = [
      { x: 10, y: 10, width: 80, height: 90 },
      { x: 110, y: 10, width: 80, height: 90 },
    ];
    const at = await painter({ plane, boxes: [], containers });
    for (const x of [9, 90, 109, 190]) expect(at(x, 50)).toEqual([91, 141, 239]);
    for (const x of [50, 100, 150]) expect(at(x, 50)).toEqual(GREY);
  });

  it('keeps labels inside the picture, wherever the box lies', async () => {
    for (const [x, y] of [
      [0, 0],
      [190, 0],
      [0, 112],
      [190, 112],
    ] as const) {
      const box = { x, y, width: 10, height: 8 };
      const at = await painter({ plane, boxes: [{ box, label: '0.93', style: 'truth' }] });
      let tabPixels = 0;
      for (let v = 0; v < 120; v++) for (let u = 0; u < 200; u++) if (at(u, v)[0] === 124) tabPixels += 1;
      expect(tabPixels).toBeGreaterThan(400);
    }
  });

  it('colours the map where it is high and leaves the view alone where it is low, at the size of the view', async () => {
    const map = { widthPx: 2, heightPx: 1, values: Float32Array.from([26 / 255, 230 / 255]) };
    const at = await painter({ plane, anomalyMap: map, boxes: [] });
    expect(at(99, 60)).toEqual(GREY);
    expect(at(100, 60)[0]).toBeGreaterThan(180);
    const bytes = { widthPx: 2, heightPx: 1, values: Uint8Array.from([26, 230]) };
    expect((await painter({ plane, anomalyMap: bytes, boxes: [] }))(150, 60)).toEqual(at(150, 60));
    const strict = await painter({ plane, anomalyMap: map, threshold: 1, boxes: [] });
    expect(strict(150, 60)[0]).toBeLessThan(at(150, 60)[0] ?? 0);
  });
});

describe('toDisplayGrey', () => {
  it('puts the air at white, black at black, and lifts dark cargo by a square root', () => {
    const samples = new Uint16Array(1000).fill(60_000);
    samples.set([0, 2400, 15_000, 65_535], 0);
    const grey = toDisplayGrey({ widthPx: 1000, heightPx: 1, bitDepth: 16, samples });
    expect([...grey.subarray(0, 5)]).toEqual([0, 51, 128, 255, 255]);
  });

  it('shows an all-black view as black', () => {
    const grey = toDisplayGrey({ widthPx: 4, heightPx: 1, bitDepth: 16, samples: new Uint16Array(4) });
    expect([...grey]).toEqual([0, 0, 0, 0]);
  });
});
