import { describe, expect, it } from 'vitest';
import { decodeScan } from '../../src/formats/decode-scan.ts';
import { trialScan } from '../../src/inference/trial-scan.ts';

describe('trialScan', () => {
  it('is a real 16-bit dual-energy scan: a body in air, darker in the low energy', async () => {
    const decoded = await decodeScan((await trialScan('quiet@null-cpu')).files);
    if (!decoded.ok) throw new Error(decoded.failure.message);
    expect(decoded.value).toHaveLength(1);
    const planes = decoded.value[0]?.planes;
    expect(planes).toMatchObject({
      high: { widthPx: 512, heightPx: 256, bitDepth: 16 },
      low: { widthPx: 512, heightPx: 256, bitDepth: 16 },
    });
    const middle = 128 * 512 + 256;
    const [air, high, low] = [planes?.high?.samples[0], planes?.high?.samples[middle], planes?.low?.samples[middle]];
    expect(air).toBe(60_000);
    expect(Number(high)).toBeLessThan(40_000);
    expect(Number(low)).toBeLessThan(Number(high));
  });
});
