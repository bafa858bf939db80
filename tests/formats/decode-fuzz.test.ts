import { describe, expect, it } from 'vitest';
import type { ScanFile } from '../../src/domain/scan/view.ts';
import { decodeScan } from '../../src/formats/decode-scan.ts';
import { sharp } from '../../src/formats/sharp.ts';
import { handMadeTiff } from './hand-made-tiff.ts';
import { scanFile } from './scan-file.ts';

const INPUTS = 900;
const MAX_PIXELS = 1_000_000;
const ALLOWED_CODES = ['malformed-request', 'unreadable-scan', 'unsupported-media-type'];
/** Far above what the heap of a run of this length swings by, far below what one leaked picture per input would add. */
const MAX_GROWTH_BYTES = 150 * 2 ** 20;

type Random = (below: number) => number;

/** Mulberry32: small, seeded, the same everywhere. */
function seededRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

async function seeds(): Promise<readonly Uint8Array[]> {
  const samples = new Uint16Array(96 * 64).map((_, i) => Math.imul(i, 2_654_435));
  const deep = () => sharp(samples, { raw: { width: 96, height: 64, channels: 1 } }).toColourspace('grey16');
  const colours = Uint8Array.from({ length: 96 * 64 * 3 }, (_, i) => i % 251);
  const colour = () => sharp(colours, { raw: { width: 96, height: 64, channels: 3 } });
  const page = { widthPx: 16, heightPx: 8, bits: 16, data: new Uint8Array(256) } as const;
  return [
    await deep().png().toBuffer(),
    await deep().png({ progressive: true }).toBuffer(),
    await colour().png({ palette: true }).toBuffer(),
    await colour().png().toBuffer(),
    await deep().tiff({ compression: 'none' }).toBuffer(),
    await deep().tiff({ compression: 'lzw', predictor: 'horizontal' }).toBuffer(),
    await deep().tiff({ compression: 'deflate', tile: true }).toBuffer(),
    handMadeTiff([page, page]),
    await colour().jpeg().toBuffer(),
    await colour().jpeg({ progressive: true }).toBuffer(),
    await colour().gif().toBuffer(),
    await colour().webp().toBuffer(),
    Buffer.from('version https://git-lfs.github.com/spec/v1\n'),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="99999" height="99999"/>'),
  ];
}

/** Damages a file as transport, disks and enemies do. */
function mutate(original: Uint8Array, others: readonly Uint8Array[], random: Random): Uint8Array {
  const bytes = Buffer.from(original);
  const kind = random(6);
  if (kind === 0) return bytes.subarray(0, random(bytes.length));
  if (kind === 1)
    return Buffer.concat([bytes.subarray(0, random(bytes.length)), others[random(others.length)] ?? bytes]);
  if (kind === 2) return Uint8Array.from({ length: random(400) }, () => random(256));
  // Edits: anywhere, within the first bytes where headers are, or of whole words.
  const reach = kind === 3 ? bytes.length : Math.min(bytes.length, 200);
  for (let edits = 1 + random(8); edits > 0; edits--) {
    const at = random(reach);
    bytes[at] = kind === 5 ? ([0, 1, 0x7f, 0x80, 0xff][random(5)] ?? 0) : (bytes[at] ?? 0) ^ (1 << random(8));
  }
  return bytes;
}

function dress(bytes: Uint8Array, random: Random): ScanFile {
  const declaredType =
    [null, 'image/png', 'image/tiff', 'image/jpeg', 'application/octet-stream', 'x'][random(6)] ?? null;
  const energy = ([null, null, 'high', 'low'] as const)[random(4)] ?? null;
  return scanFile(bytes, { view: ['side', 'side', 'top', 'Bad Name'][random(4)] ?? 'side', energy, declaredType });
}

describe('decodeScan', () => {
  it(`answers ${INPUTS} foreign and damaged inputs in a row: no throw, a listed code, the pixel limit kept, no leak`, async () => {
    const random = seededRandom(20_260_301);
    const originals = await seeds();
    let decoded = 0;
    let rssAfterWarmUp = 0;
    for (let i = 0; i < INPUTS; i++) {
      const files = Array.from({ length: 1 + (random(5) === 0 ? 1 : 0) }, () => {
        const original = originals[random(originals.length)] ?? new Uint8Array();
        return dress(random(10) === 0 ? original : mutate(original, originals, random), random);
      });
      const outcome = await decodeScan(files, { maxViewPixels: MAX_PIXELS });
      if (outcome.ok) {
        decoded += 1;
        for (const { planes } of outcome.value) {
          for (const plane of [planes.high, planes.low]) {
            if (plane === undefined) continue;
            expect(plane.samples.length).toBe(plane.widthPx * plane.heightPx);
            expect(plane.samples.length).toBeLessThanOrEqual(MAX_PIXELS);
          }
        }
      } else {
        expect(ALLOWED_CODES).toContain(outcome.failure.code);
        expect(outcome.failure.message.length).toBeGreaterThan(20);
        expect(outcome.failure.message.length).toBeLessThan(400);
      }
      if (i === 300) rssAfterWarmUp = process.memoryUsage().rss;
    }
    expect(decoded).toBeGreaterThan(INPUTS / 20);
    expect(decoded).toBeLessThan(INPUTS * 0.8);
    expect(process.memoryUsage().rss - rssAfterWarmUp).toBeLessThan(MAX_GROWTH_BYTES);
  }, 60_000);
});
