import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { intersectionOverUnion } from '../../../src/domain/scan/box.ts';
import type { View } from '../../../src/domain/scan/view.ts';
import { decodeScan } from '../../../src/formats/decode-scan.ts';
import { assessView } from '../../../src/inference/assess-view.ts';

const { SCANBENCH_REAL_SCANS, SCANBENCH_REAL_BOXES: boxesFile } = process.env;
const folder = resolve(SCANBENCH_REAL_SCANS ?? '../shared/data/scans');
const hasScans = existsSync(folder);
const hasBoxes = hasScans && boxesFile !== undefined && existsSync(boxesFile);

const files = hasScans
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(png|jpe?g|tiff)$/.test(file))
      .map((file) => join(folder, file))
  : [];

async function decode(file: string): Promise<View> {
  const bytes = new Uint8Array(readFileSync(file));
  const decoded = await decodeScan([{ view: 'side', energy: null, declaredType: null, bytes }]);
  if (!decoded.ok) throw new Error(decoded.failure.message);
  const [view] = decoded.value;
  if (view === undefined) throw new Error('A scan has a view.');
  return view;
}

/** Boxes drawn by eye, by file name: `[x, y, width, height]`. They stay outside the repository, as the scans do. */
function readBoxes(): ReadonlyMap<string, readonly number[]> {
  const parsed: unknown = JSON.parse(readFileSync(boxesFile ?? '', 'utf8'));
  const entries = Object.entries(parsed !== null && typeof parsed === 'object' ? parsed : {});
  return new Map(entries.map(([name, box]) => [name, Array.isArray(box) ? box.map(Number) : []]));
}

describe('real scans', () => {
  it.skipIf(!hasScans)(
    'are all taken for radiographs that can be read',
    async () => {
      for (const file of files) {
        const { undecidable, quality } = assessView(await decode(file));
        expect(undecidable, file).not.toBe('unreadable-view');
        expect(undecidable, file).not.toBe('not-a-radiograph');
        expect(quality.flags, file).not.toContain('blank');
      }
    },
    60_000,
  );

  it.skipIf(!hasScans)(
    'of loaded containers are mostly bright enough to be judged: 7 of 10 at least',
    async () => {
      const cargo = files.filter((file) => file.includes('cargo-commodity'));
      const undecidable = await Promise.all(cargo.map(async (file) => assessView(await decode(file)).undecidable));
      expect(undecidable.filter((reason) => reason === null).length).toBeGreaterThanOrEqual(0.7 * cargo.length);
    },
    60_000,
  );

  it.skipIf(!hasScans)(
    'without a container in side view have none located',
    async () => {
      for (const file of files.filter((name) => !name.includes('cargo-'))) {
        expect(assessView(await decode(file)).containers, file).toEqual([]);
      }
    },
    60_000,
  );

  it.skipIf(!hasBoxes)(
    'have their container where the eye sees it: intersection over union of at least 0.9',
    async () => {
      const boxes = readBoxes();
      for (const file of files) {
        const [x, y, width, height] = boxes.get(basename(file)) ?? [];
        if (x === undefined || y === undefined || width === undefined || height === undefined) continue;
        const { container } = assessView(await decode(file));
        const overlap = container === null ? 0 : intersectionOverUnion(container, { x, y, width, height });
        expect(overlap, file).toBeGreaterThanOrEqual(0.9);
      }
    },
    60_000,
  );
});
