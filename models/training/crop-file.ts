import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';

/** Planes one after another in `<name>.bin`, little-endian, and a line of JSON for each group of them in `<name>.jsonl`. */
export interface CropFile {
  /** Appends planes, and a line that says where they begin beside all else that is to be known of them. */
  readonly append: (facts: object, planes: readonly (Uint16Array | Float32Array)[]) => void;
  /** Resolves when the disk has caught up: it is slower than the simulator, and what is not yet written fills the memory. */
  readonly settle: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens both files anew in a folder, which is made where it is not there. */
export async function openCropFile(folder: string, name: string): Promise<CropFile> {
  await mkdir(folder, { recursive: true });
  const pixels = createWriteStream(path.join(folder, `${name}.bin`));
  const lines = createWriteStream(path.join(folder, `${name}.jsonl`));
  const both: readonly WriteStream[] = [pixels, lines];
  let offset = 0;
  return {
    append: (facts, planes) => {
      for (const plane of planes) pixels.write(Buffer.from(plane.buffer, plane.byteOffset, plane.byteLength));
      lines.write(`${JSON.stringify({ ...facts, offset })}\n`);
      offset += planes.reduce((sum, plane) => sum + plane.byteLength, 0);
    },
    settle: async () => {
      if (pixels.writableNeedDrain) await once(pixels, 'drain');
    },
    close: async () => {
      for (const stream of both) stream.end();
      await Promise.all(both.map((stream) => finished(stream)));
    },
  };
}
