import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { writeSynced } from '../../src/records/files/synced-files.ts';
import { openPictureStore, type PictureStore } from '../../src/records/pictures/picture-store.ts';
import { byTurns, type Turn } from '../by-turns.ts';
import { median } from '../median.ts';

export interface PicturesOptions {
  readonly folder: string;
  /** In each round, for each way. */
  readonly pictures: number;
  /** Of each picture. */
  readonly kilobytes: number;
  /** Pictures that are on their way at the same time. */
  readonly atOnce: number;
  readonly rounds: number;
  readonly onRound?: () => void;
}

/** What one way costs to keep a new picture. */
export interface PictureCost {
  /** CPU of the whole process, the kernel's part included, ms a picture. */
  readonly cpuMs: number;
  /** From the bytes to where a row may name them, median ms. */
  readonly waitMs: number;
}

/** The picture store alone, past the page cache (first) and through it (second), by turns. */
export async function measurePictures(options: PicturesOptions): Promise<readonly Turn<PictureCost>[]> {
  const { folder } = options;
  const past = await openPictureStore(join(folder, 'past'), true);
  const through = await openPictureStore(join(folder, 'through'), true, { writeFile: writeSynced });
  return byTurns({ first: () => keepAll(past, options), second: () => keepAll(through, options) }, options);
}

async function keepAll(store: PictureStore, { pictures, kilobytes, atOnce }: PicturesOptions): Promise<PictureCost> {
  const waitsMs: number[] = [];
  const bytes = randomBytes(kilobytes * 1000);
  let left = pictures;
  const before = process.cpuUsage();
  const keepSome = async () => {
    while (left-- > 0) {
      // Their names only: to make each of them, and to hash it, would cost as much as to keep it.
      const sha256 = randomBytes(32).toString('hex');
      const begunAt = performance.now();
      await store.put(sha256, bytes);
      waitsMs.push(performance.now() - begunAt);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, keepSome));
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1000 / pictures, waitMs: median(waitsMs) };
}
