import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { errorCode } from '../../domain/language/error-code.ts';
import { WANTED_ARCHIVE } from './wanted-archive.ts';

/** A file on its way into an archive. */
export interface TarFile {
  readonly name: string;
  readonly bytes: number;
  readonly content: Uint8Array | { readonly path: string };
}

/** A file of an archive; the next one is read when this one's body is. */
export interface TarEntry {
  readonly name: string;
  readonly isFile: boolean;
  readonly bytes: number;
  readonly body: AsyncIterable<Uint8Array>;
}

/** What is no tar archive, is cut off, or is made to fill the memory. */
export class BrokenArchive extends Error {}

/** Between two files there is only a header; long names in extended headers are a few kilobytes at most. */
const MAX_HEADER_BYTES = 1_048_576;

/** Writes files one after the other, gzipped or not, and syncs. Only the owner may read the result. */
export async function writeTar(path: string, isGzipped: boolean, files: AsyncIterable<TarFile>): Promise<void> {
  const tar = pack();
  const sink = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  const written = isGzipped ? pipeline(tar, createGzip(), sink) : pipeline(tar, sink);
  const filled = fill(tar, files).catch((error: unknown) => {
    tar.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  });
  try {
    // What went wrong while filling also ends the writing: the first cause is the one to tell. Where the writing ends first, as
    // on a full disk, the filling waits for ever.
    await Promise.race([filled, written]);
  } finally {
    await Promise.allSettled([written]);
  }
  await written;
  const file = await open(path, 'r');
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function fill(tar: ReturnType<typeof pack>, files: AsyncIterable<TarFile>): Promise<void> {
  for await (const { name, bytes, content } of files) {
    await new Promise<void>((resolve, reject) => {
      const settle = (error?: Error | null) => (error ? reject(error) : resolve());
      const header = { name, size: bytes, mode: 0o600 };
      if (content instanceof Uint8Array) tar.entry(header, Buffer.from(content), settle);
      else createReadStream(content.path).on('error', reject).pipe(tar.entry(header, settle));
    });
  }
  tar.finalize();
}

/**
 * Reads an archive from its first byte to its last, gzipped or not, and hands over one file after the other; the next
 * one comes when the work on this one is done. Throws `BrokenArchive`, and what the work throws.
 */
export async function readTar(path: string, work: (entry: TarEntry) => Promise<void>): Promise<void> {
  const isGzipped = await isGzip(path);
  const source = createReadStream(path);
  const parser = extract();
  let isInFile = false;
  let hasFiles = false;
  let headerBytes = 0;
  // The first thing that goes wrong, in the parser or in the work: the streams in between hide or lose it.
  const failed = new Promise<never>((_, reject) => {
    parser.on('error', reject);
    parser.on('entry', (header, body, next) => {
      isInFile = true;
      hasFiles = true;
      const isFile = header.type === 'file' || header.type === 'contiguous-file';
      const ended = new Promise<void>((resolve) => body.once('end', resolve));
      work({ name: header.name, isFile, bytes: header.size ?? 0, body: piecesOf(body) })
        .then(() => {
          body.resume();
          return ended;
        })
        .then(() => {
          isInFile = false;
          headerBytes = 0;
          next();
        })
        .catch(reject);
    });
  });
  failed.catch(() => {});
  const feed = (piece: Uint8Array) => new Promise<unknown>((resolve) => parser.write(piece, resolve));
  try {
    for await (const piece of isGzipped ? unzipped(source) : source) {
      if (!isInFile) headerBytes += piece.length;
      if (headerBytes > MAX_HEADER_BYTES) {
        throw new BrokenArchive(`between two files lies more than a header; ${WANTED_ARCHIVE}`);
      }
      await Promise.race([feed(piece), failed]);
    }
    await Promise.race([new Promise<void>((resolve) => parser.end(resolve)), failed]);
  } catch (error) {
    const why = brokenWords(error, hasFiles);
    throw why === null ? error : new BrokenArchive(`${why}; ${WANTED_ARCHIVE}`);
  } finally {
    source.destroy();
  }
}

/** The pieces of a file as they come. The stream's own iterator waits for ever where its reader stops early. */
async function* piecesOf(body: Readable): AsyncGenerator<Uint8Array> {
  let hasEnded = false;
  body.once('end', () => {
    hasEnded = true;
  });
  while (!hasEnded) {
    const piece: Uint8Array | null = body.read();
    if (piece !== null) yield piece;
    else if (!hasEnded) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          body.off('readable', wake).off('end', wake);
          resolve();
        };
        body.on('readable', wake).on('end', wake);
      });
    }
  }
}

function unzipped(source: Readable): Readable {
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  return source.pipe(gunzip);
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

/** What tar and gzip say of a file that is none of theirs, or of which a part is missing; null of any other error. */
function brokenWords(error: unknown, hasFiles: boolean): string | null {
  if (!(error instanceof Error)) return null;
  const code = errorCode(error);
  if (code?.startsWith('Z_')) return `it is gzipped, and damaged or cut off (${code})`;
  // What is shorter than one header ends too early, too, whatever it is.
  if (error.message === 'Unexpected end of data') return hasFiles ? 'it is cut off' : 'it is no tar archive';
  if (/^Invalid tar header/.test(error.message)) return 'it is no tar archive, or damaged';
  return null;
}
