import * as fs from 'node:fs';
import { promisify } from 'node:util';
import { errorCode } from '../../domain/language/error-code.ts';
import { inFile, syncData, writeSynced } from './synced-files.ts';

// As in `synced-files.ts`: less work for each scan.
const write = promisify(fs.write);
const truncate = promisify(fs.ftruncate);
const remove = promisify(fs.rm);

/** Writes a file that is not there yet; resolves when its bytes are on the disk, which its name need not be. */
export type WriteFile = (path: string, bytes: Uint8Array) => Promise<void>;

/** Memory and lengths that go to a disk directly are whole multiples of its blocks: this is one for every usual disk. */
const BLOCK_BYTES = 4096;
const PIECE_BYTES = 1 << 20;
/** No more are written at once: libuv's pool has as many threads unless it is told otherwise. */
const PIECES = 4;

/** Of Node's own, which its types leave to those of browsers. */
declare const WebAssembly: {
  readonly Memory: new (pages: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
};

const { O_WRONLY, O_CREAT, O_EXCL, O_DIRECT } = fs.constants;

/**
 * Writes files past the system's page cache (`O_DIRECT` of Linux): what is kept for months and hardly read again neither
 * takes memory that something else would need nor costs the CPU to find it. The bytes go by way of `memory`, which begins
 * at a page; where the file system cannot, or the memory does not, they are written as any other file is.
 */
export function createDirectWriter(memory: Uint8Array = pageAligned(PIECES * PIECE_BYTES)): WriteFile {
  // Other systems have no such flag, whatever the types say.
  let isPossible = process.platform === 'linux';
  const free = Array.from({ length: PIECES }, (_, index) =>
    memory.subarray(index * PIECE_BYTES).subarray(0, PIECE_BYTES),
  );
  const waiting: ((piece: Uint8Array) => void)[] = [];

  function take(): Promise<Uint8Array> {
    const piece = free.pop();
    return piece === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(piece);
  }

  function giveBack(piece: Uint8Array): void {
    const next = waiting.shift();
    if (next === undefined) free.push(piece);
    else next(piece);
  }

  return async (path, bytes) => {
    if (isPossible) {
      const piece = await take();
      try {
        return await writeDirect(path, bytes, piece);
      } catch (error) {
        if (!REFUSED.has(errorCode(error))) throw error;
        isPossible = false;
        await remove(path, { force: true });
      } finally {
        giveBack(piece);
      }
    }
    return writeSynced(path, bytes);
  };
}

/** What the system says where it does not write this file, or from this memory, directly. */
const REFUSED: ReadonlySet<string | null> = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP']);

function writeDirect(path: string, bytes: Uint8Array, piece: Uint8Array): Promise<void> {
  return inFile(path, O_WRONLY | O_CREAT | O_EXCL | O_DIRECT, async (file) => {
    for (let written = 0; written < bytes.byteLength; ) {
      const part = bytes.subarray(written, written + piece.byteLength);
      piece.set(part);
      const whole = Math.ceil(part.byteLength / BLOCK_BYTES) * BLOCK_BYTES;
      written += Math.min((await write(file, piece, 0, whole, written)).bytesWritten, part.byteLength);
    }
    // What fills its last block is not the file's.
    if (bytes.byteLength % BLOCK_BYTES !== 0) await truncate(file, bytes.byteLength);
    await syncData(file);
  });
}

/** V8 begins the memory of WebAssembly at a page of the system, as it does no other array. */
function pageAligned(byteCount: number): Uint8Array {
  const pages = byteCount / (1 << 16);
  return new Uint8Array(new WebAssembly.Memory({ initial: pages, maximum: pages }).buffer);
}
