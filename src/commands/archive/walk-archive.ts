import { createHash } from 'node:crypto';
import { Value } from 'typebox/value';
import { counted } from '../../domain/language/counted.ts';
import { schemaError } from '../../formats/schema-error.ts';
import {
  FORMAT_VERSION,
  IMAGE_FOLDER,
  MANIFEST_NAME,
  type Manifest,
  ManifestSchema,
  PARTS,
  type PartName,
  REPORT_FOLDER,
} from './manifest.ts';
import { BrokenArchive, readTar, type TarEntry } from './tar.ts';
import { WANTED_ARCHIVE } from './wanted-archive.ts';

/** What is done with the content of an archive, in the order in which it lies there. */
export interface ArchiveVisitor {
  /** Some lines of a file, parsed and nothing else; `first` is the number of the first one, from 1. */
  readonly lines: (part: PartName, lines: readonly unknown[], first: number) => Promise<void>;
  /** A file of a report, under its path in the archive; nothing of it is checked yet. */
  readonly reportFile: (path: string, byteCount: number, body: AsyncIterable<Uint8Array>) => Promise<void>;
  /** Bytes that have the hash of their name are all of `body`; one that has not throws while it is read. */
  readonly image: (sha256: string, byteCount: number, body: AsyncIterable<Uint8Array>) => Promise<void>;
}

const LINES_AT_ONCE = 200;
const MAX_MANIFEST_BYTES = 1_048_576;
/** A line holds the boxes of one screening, at most. */
const MAX_LINE_BYTES = 4_194_304;
/** The largest scan that any installation takes. */
const MAX_IMAGE_BYTES = 1_073_741_824;
const IMAGE_NAME = /^images\/([0-9a-f]{64})$/;

/**
 * Reads an archive from end to end and holds it to its manifest: names, order, sizes and hashes; nothing else may be in
 * it. Nothing is written anywhere, and no more than a line, or a piece of an image, is in memory. Throws `BrokenArchive`.
 */
export async function walkArchive(path: string, visitor: ArchiveVisitor): Promise<Manifest> {
  let manifest: Manifest | null = null;
  const seenParts: PartName[] = [];
  const images = { files: 0, bytes: 0 };

  async function onEntry(entry: TarEntry): Promise<void> {
    const { name, isFile, bytes } = entry;
    if (!isFile) throw new BrokenArchive(`${shown(name)} is no plain file`);
    if (manifest === null) {
      manifest = await readManifest(entry);
      return;
    }
    const expected = manifest.parts[seenParts.length];
    if (name.startsWith(REPORT_FOLDER) && seenParts.at(-1) === 'reports.jsonl' && images.files === 0) {
      return visitor.reportFile(name, bytes, entry.body);
    }
    const [, sha256] = IMAGE_NAME.exec(name) ?? [];
    if (sha256 !== undefined) {
      if (expected?.name !== 'pictures.jsonl') throw new BrokenArchive(`${shown(name)} is not where images are`);
      images.files += 1;
      images.bytes += bytes;
      if (images.files > manifest.images.files || images.bytes > manifest.images.bytes || bytes > MAX_IMAGE_BYTES) {
        throw new BrokenArchive(`${shown(name)} is more than its manifest says`);
      }
      return visitor.image(sha256, bytes, verified(entry, sha256));
    }
    if (expected === undefined || expected.name !== name) {
      throw new BrokenArchive(`${shown(name)} does not belong there: ${expected?.name ?? 'nothing more'} is expected`);
    }
    if (bytes !== expected.bytes) {
      throw new BrokenArchive(`${name} has ${bytes} bytes, but ${expected.bytes} by its manifest`);
    }
    const lineCount = await readLines(verified(entry, expected.sha256), expected.name, visitor);
    if (lineCount !== expected.lines) {
      throw new BrokenArchive(`${name} has ${counted(lineCount, 'line')}, but ${expected.lines} by its manifest`);
    }
    seenParts.push(expected.name);
  }

  await readTar(path, onEntry);
  return complete(manifest, seenParts.length, images);
}

function complete(manifest: Manifest | null, partCount: number, images: Manifest['images']): Manifest {
  if (manifest === null) throw new BrokenArchive(`nothing is in it; ${WANTED_ARCHIVE}`);
  const missing = manifest.parts[partCount];
  if (missing !== undefined) throw new BrokenArchive(`${missing.name} is missing`);
  if (images.files !== manifest.images.files || images.bytes !== manifest.images.bytes) {
    throw new BrokenArchive(`it has ${images.files} images, but ${manifest.images.files} by its manifest`);
  }
  return manifest;
}

async function readManifest({ name, bytes, body }: TarEntry): Promise<Manifest> {
  if (name !== MANIFEST_NAME) {
    throw new BrokenArchive(`it begins with ${shown(name)}, and not with ${MANIFEST_NAME}; ${WANTED_ARCHIVE}`);
  }
  if (bytes > MAX_MANIFEST_BYTES) throw new BrokenArchive(`${MANIFEST_NAME} is too large`);
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  const manifest = parseJson(Buffer.concat(pieces), MANIFEST_NAME);
  const version: unknown = typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'version') : null;
  if (typeof version === 'number' && version > FORMAT_VERSION) {
    throw new BrokenArchive(`a newer version of Scanbench made it (format ${version}): import it with that one`);
  }
  if (!Value.Check(ManifestSchema, manifest)) {
    const error = schemaError(ManifestSchema, manifest);
    throw new BrokenArchive(`${MANIFEST_NAME} is not as it has to be: ${error?.field || 'it'} ${error?.message}`);
  }
  const names = manifest.parts.map((part) => part.name);
  const wanted = PARTS.filter((part) => {
    if (part === 'reports.jsonl') return manifest.version > 1;
    return part !== 'pictures.jsonl' || names.includes(part);
  });
  if (names.join() !== wanted.join())
    throw new BrokenArchive(`${MANIFEST_NAME} names other files than ${wanted.join(', ')}`);
  return manifest;
}

/** The bytes of a file as they come; throws at their end where they are not what the hash says. */
async function* verified({ name, body }: TarEntry, sha256: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const piece of body) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest('hex') !== sha256) {
    throw new BrokenArchive(`${name.replace(IMAGE_FOLDER, 'image ')} has changed: its hash is another one`);
  }
}

/** Hands over a file line by line, some at a time. Gives how many there were. */
async function readLines(body: AsyncIterable<Uint8Array>, part: PartName, { lines }: ArchiveVisitor): Promise<number> {
  let lineCount = 0;
  let rest = Buffer.alloc(0);
  let some: unknown[] = [];
  const handOver = async () => {
    if (some.length > 0) await lines(part, some, lineCount - some.length + 1);
    some = [];
  };
  for await (const piece of body) {
    let text = rest.length === 0 ? Buffer.from(piece) : Buffer.concat([rest, piece]);
    for (let end = text.indexOf(10); end >= 0; end = text.indexOf(10)) {
      lineCount += 1;
      some.push(parseJson(text.subarray(0, end), `${part}, line ${lineCount},`));
      text = text.subarray(end + 1);
      if (some.length >= LINES_AT_ONCE) await handOver();
    }
    if (text.length > MAX_LINE_BYTES) throw new BrokenArchive(`${part}, line ${lineCount + 1}, is too long`);
    rest = text;
  }
  if (rest.length > 0) throw new BrokenArchive(`${part} ends within a line`);
  await handOver();
  return lineCount;
}

function parseJson(bytes: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new BrokenArchive(`${where} is no JSON`);
  }
}

/** A name from outside, short and on one line. */
function shown(name: string): string {
  return JSON.stringify(name.slice(0, 80));
}
