import { describe, expect, it } from 'vitest';
import { numberedBodies } from '../../../bench/peers/numbered-body.ts';
import { decodeScan } from '../../../src/formats/decode-scan.ts';
import { encodeGreyPng } from '../../../src/formats/encode-png.ts';
import { valueFrom } from '../../fixtures/value-from.ts';

const png = Buffer.from(
  await encodeGreyPng({
    widthPx: 64,
    heightPx: 32,
    bitDepth: 16,
    samples: Uint16Array.from({ length: 64 * 32 }, (_, i) => 20 * i),
  }),
);

async function readings(bytes: Buffer): Promise<readonly number[]> {
  const file = { view: 'side', energy: 'high', declaredType: 'image/png', bytes: new Uint8Array(bytes) } as const;
  const [view] = valueFrom(await decodeScan([file]));
  return [...(view?.planes.high?.samples ?? [])];
}

describe('numbered bodies', () => {
  it('are other bytes and the same picture for every number', async () => {
    const bodyOf = numberedBodies(png, 'bytes');
    expect(bodyOf(1).equals(bodyOf(2))).toBe(false);
    expect(await readings(bodyOf(123_456))).toEqual(await readings(png));
  });

  it('hold the very same bytes in a tensor of base64', () => {
    const request: unknown = JSON.parse(numberedBodies(png, 'base64-tensor')(7).toString());
    expect(request).toMatchObject({
      inputs: [{ datatype: 'BYTES', shape: [1], parameters: { content_type: 'base64' } }],
    });
    const data = /"data":\["([^"]+)"\]/.exec(JSON.stringify(request))?.[1] ?? '';
    expect(Buffer.from(data, 'base64').equals(numberedBodies(png, 'bytes')(7))).toBe(true);
  });
});
