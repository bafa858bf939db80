import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeScan } from '../../../src/formats/decode-scan.ts';
import { handMadeTiff } from '../hand-made-tiff.ts';
import { decodeOne, expectFailure, expectValue, scanFile } from '../scan-file.ts';
import { bytesOf, grey16 } from './grey-readings.ts';

describe('views and energies', () => {
  const page = (value: number, widthPx = 2) => ({
    widthPx,
    heightPx: 1,
    bits: 16,
    data: bytesOf(new Uint16Array(widthPx).fill(value)),
  });

  it('come from the pages of a TIFF: first high, second low', async () => {
    const tiff = handMadeTiff([page(60_000), page(30_000)]);
    const view = await decodeOne(tiff);
    expect(view.planes.high?.samples).toEqual(Uint16Array.from([60_000, 60_000]));
    expect(view.planes.low?.samples).toEqual(Uint16Array.from([30_000, 30_000]));
    expect(view.sha256).toBe(createHash('sha256').update(tiff).digest('hex'));
  });

  it('come from parts in any order, and the hash is that of high followed by low', async () => {
    const [high, low, top] = [handMadeTiff([page(9)]), handMadeTiff([page(5)]), handMadeTiff([page(7, 3)])];
    const views = expectValue(
      await decodeScan([
        scanFile(low, { energy: 'low' }),
        scanFile(top, { view: 'top' }),
        scanFile(high, { energy: 'high' }),
      ]),
    );
    expect(views.map((view) => [view.name, Object.keys(view.planes)])).toEqual([
      ['side', ['high', 'low']],
      ['top', ['high']],
    ]);
    expect(views[0]?.planes.high?.samples[0]).toBe(9);
    expect(views[0]?.sha256).toBe(createHash('sha256').update(high).update(low).digest('hex'));
  });

  it('may be the low energy alone: a technology that needs high then says so', async () => {
    expect(Object.keys((await decodeOne(handMadeTiff([page(5)]), { energy: 'low' })).planes)).toEqual(['low']);
  });

  it('are answered by content and flagged where the declared type is another listed one', async () => {
    const png = await grey16(4, 4).png().toBuffer();
    expect((await decodeOne(png, { declaredType: 'image/jpeg' })).flags).toEqual(['type-mismatch']);
    expect((await decodeOne(png, { declaredType: 'IMAGE/PNG; charset=binary' })).flags).toEqual([]);
    expect((await decodeOne(png, { declaredType: 'application/octet-stream' })).flags).toEqual([]);
    expect(expectFailure(await decodeScan([scanFile(png, { declaredType: 'image/gif' })]))).toMatch(
      /^unsupported-media-type: side: .*image\/gif/,
    );
  });

  it('are refused with cause and cure where parts contradict each other', async () => {
    const tiff = handMadeTiff([page(5)]);
    const two = handMadeTiff([page(5), page(4)]);
    const refusal = async (...files: Parameters<typeof decodeScan>[0]) => expectFailure(await decodeScan(files));
    expect(await refusal()).toMatch(/^malformed-request: .*no file/);
    expect(await refusal(scanFile(tiff), scanFile(tiff))).toMatch(/^malformed-request: .*side was sent twice/);
    expect(await refusal(scanFile(tiff), scanFile(tiff, { energy: 'high' }))).toMatch(
      /^malformed-request: .*side and side.high contradict/,
    );
    expect(await refusal(scanFile(tiff, { view: '../Side' }))).toMatch(/^malformed-request: .*"..\/Side".*lower-case/);
    expect(await refusal(scanFile(two, { energy: 'high' }))).toMatch(/^unreadable-scan: side.high: .*two pages/);
    expect(
      await refusal(scanFile(tiff, { energy: 'high' }), scanFile(handMadeTiff([page(1, 3)]), { energy: 'low' })),
    ).toMatch(/^unreadable-scan: .*2×1 and 3×1/);
    const shallow = handMadeTiff([{ ...page(1), bits: 8, data: Uint8Array.from([1, 2]) }]);
    expect(await refusal(scanFile(tiff, { energy: 'high' }), scanFile(shallow, { energy: 'low' }))).toMatch(
      /differ in depth/,
    );
    expect(await refusal(scanFile(handMadeTiff([page(1), page(2), page(3)])))).toMatch(
      /^unreadable-scan: side: .*3 pages/,
    );
    expect(await refusal(scanFile(handMadeTiff([page(1), page(2, 3)])))).toMatch(/differ in size/);
  });
});
