import { readFileSync } from 'node:fs';
import { sharp } from '../../src/formats/sharp.ts';
import type { Random } from '../../src/simulator/random.ts';
import { SAMPLE } from './built-service.ts';

export interface BrokenRequest {
  readonly query: string;
  /** Null: none is sent. */
  readonly contentType: string | null;
  readonly body: Uint8Array<ArrayBuffer>;
}

const SIDE_PX = { width: 96, height: 64 } as const;
const TYPES = ['image/png', 'image/tiff', 'image/jpeg'] as const;
const WRONG_TYPES = ['image/gif', 'application/pdf', 'application/dicom', 'text/plain', 'nonsense', '', null] as const;
const PART_NAMES = ['side', 'side.high', 'side.low', 'top', 'side.medium', 'Side', '', 'a.b.c', 'metadata'] as const;
const METADATA = [
  '{}',
  '{"containerNumber":"CSQU3054383"}',
  '{"containerNumber":"CSQU3054384"}',
  '{"portCode":"Rotterdam"}',
  '{"__proto__":{}}',
  '[[[[',
  '',
  '\u0000',
] as const;
const QUERIES = ['?maps=link', '?maps=all', '?technology=none', '?technology=', '?x=1', '?images=inline'] as const;

/** Pictures of every kind that is read, and files that people take for pictures, the small ones a few hundred bytes. */
export async function wholeFiles(): Promise<readonly [Uint8Array, ...Uint8Array[]]> {
  const readings = new Uint16Array(SIDE_PX.width * SIDE_PX.height).map((_, i) => Math.imul(i, 2_654_435));
  const colours = Uint8Array.from({ length: SIDE_PX.width * SIDE_PX.height * 3 }, (_, i) => i % 251);
  const deep = () => sharp(readings, { raw: { ...SIDE_PX, channels: 1 } }).toColourspace('grey16');
  const colour = () => sharp(colours, { raw: { ...SIDE_PX, channels: 3 } });
  return [
    readFileSync(SAMPLE),
    await deep().png().toBuffer(),
    await colour().png({ palette: true }).toBuffer(),
    await deep().tiff({ compression: 'none' }).toBuffer(),
    await deep().tiff({ compression: 'lzw', predictor: 'horizontal' }).toBuffer(),
    await deep().tiff({ compression: 'deflate', tile: true }).toBuffer(),
    await colour().jpeg().toBuffer(),
    await colour().jpeg({ progressive: true }).toBuffer(),
    await colour().toColourspace('cmyk').jpeg().toBuffer(),
    await colour().gif().toBuffer(),
    await colour().webp().toBuffer(),
    Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n'),
    Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n'),
    Buffer.from('<!doctype html><title>502 Bad Gateway</title>'),
    Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]),
    Buffer.from('a note, not a scan\n'),
    Buffer.alloc(0),
  ];
}

/** One request out of whole, damaged and foreign files, rightly and wrongly wrapped. */
export function brokenRequest(files: readonly [Uint8Array, ...Uint8Array[]], random: Random): BrokenRequest {
  const query = random.chance(0.1) ? random.pick(QUERIES) : '';
  if (random.chance(0.35)) return { query, ...multipart(files, random) };
  const contentType = random.chance(0.1) ? random.pick(WRONG_TYPES) : random.pick(TYPES);
  return { query, contentType, body: new Uint8Array(fileFrom(files, random)) };
}

function fileFrom(files: readonly [Uint8Array, ...Uint8Array[]], random: Random): Uint8Array {
  // Often the whole scan, the first of them: what it leaves behind, if anything, is large enough to be seen.
  const file = random.chance(0.35) ? files[0] : random.pick(files);
  return random.chance(0.25) ? file : damaged(file, files, random);
}

/** Damages a file as transport, disks and enemies do: cut off, spliced with another, or with bytes and words changed. */
function damaged(file: Uint8Array, files: readonly [Uint8Array, ...Uint8Array[]], random: Random): Uint8Array {
  const bytes = Buffer.from(file);
  const at = random.integer(0, bytes.length);
  if (random.chance(0.2)) return bytes.subarray(0, at);
  if (random.chance(0.2)) return Buffer.concat([bytes.subarray(0, at), random.pick(files).subarray(at)]);
  if (random.chance(0.1)) return Uint8Array.from({ length: random.integer(0, 400) }, () => random.integer(0, 255));
  // Mostly within the first bytes, where sizes, depths and offsets are.
  const reach = random.chance(0.7) ? Math.min(bytes.length, 200) : bytes.length;
  for (let edits = random.integer(1, 8); edits > 0 && reach >= 4; edits--) {
    const offset = random.integer(0, reach - 4);
    if (random.chance(0.5)) bytes[offset] = random.integer(0, 255);
    else bytes.writeUInt32BE(random.pick([0, 1, 0x7fff_ffff, 0xffff_ffff, 0x0001_0000] as const), offset);
  }
  return bytes;
}

function multipart(files: readonly [Uint8Array, ...Uint8Array[]], random: Random): Omit<BrokenRequest, 'query'> {
  const parts = Array.from({ length: random.integer(0, 3) }, () => {
    const name = random.chance(0.7) ? random.pick(['side.high', 'side.low', 'top'] as const) : random.pick(PART_NAMES);
    const type = random.chance(0.9) ? random.pick(TYPES) : (random.pick(WRONG_TYPES) ?? '');
    return part(`name="${name}"; filename="scan"`, type, fileFrom(files, random));
  });
  if (random.chance(0.5)) parts.push(part('name="metadata"', 'application/json', Buffer.from(random.pick(METADATA))));
  const whole = Buffer.concat([...parts, Buffer.from('--edge--\r\n')]);
  const body = random.chance(0.2) ? whole.subarray(0, random.integer(0, whole.length)) : whole;
  const contentType = random.chance(0.95) ? 'multipart/form-data; boundary=edge' : 'multipart/form-data';
  return { contentType, body: new Uint8Array(body) };
}

function part(disposition: string, type: string, bytes: Uint8Array): Buffer {
  const head = `--edge\r\nContent-Disposition: form-data; ${disposition}\r\nContent-Type: ${type}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n')]);
}
