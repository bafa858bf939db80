import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeScan } from '../../../src/formats/decode-scan.ts';
import { assessView } from '../../../src/inference/assess-view.ts';

const folder = resolve(process.env['SCANBENCH_REAL_SCANS'] ?? '../shared/data/scans', 'cargo-commodity');
const hasScans = existsSync(folder);

/** "Undecided" for most loads would be no answer: this share of real loads may be too dark to judge, no more. */
const LARGEST_UNDECIDED_SHARE = 0.3;

async function isUndecidable(file: string): Promise<boolean> {
  const bytes = new Uint8Array(readFileSync(file));
  const decoded = await decodeScan([{ view: 'side', energy: null, declaredType: null, bytes }]);
  if (!decoded.ok) throw new Error(decoded.failure.message);
  return decoded.value.some((view) => assessView(view).undecidable !== null);
}

describe('real loaded scans', () => {
  it.skipIf(!hasScans)('can for the most part be judged', async () => {
    const files = readdirSync(folder).map((file) => join(folder, file));
    const undecidable = await Promise.all(files.map(isUndecidable));
    expect(files.length).toBeGreaterThan(0);
    expect(undecidable.filter(Boolean).length / files.length).toBeLessThanOrEqual(LARGEST_UNDECIDED_SHARE);
  });
});
