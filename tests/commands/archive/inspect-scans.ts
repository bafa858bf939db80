import { expect } from 'vitest';
import { recordInspections } from '../../../src/records/inspections/inspections.ts';
import type { Records } from '../../../src/records/open-records.ts';

/** What was found in a scan, and corrected afterwards. */
export async function inspectTwice(records: Records, scanId: string): Promise<void> {
  await inspect(records, scanId, ['benign', 'threat']);
}

/** What was found in a scan, one outcome after the other. */
export async function inspect(
  records: Records,
  scanId: string,
  outcomes: readonly ('benign' | 'threat')[],
): Promise<void> {
  for (const outcome of outcomes) {
    const inspection = {
      outcome,
      selectedBy: 'random',
      category: outcome === 'threat' ? 'cocaine "bricks"' : null,
      boxes: outcome === 'threat' ? [{ view: 'side', box: { x: 1, y: 2, width: 3, height: 4 } }] : [],
      inspectedAt: '2026-03-02T10:00:00.000Z',
    } as const;
    const recorded = await records.commit.write((transaction) =>
      recordInspections(transaction, [{ scanId, inspection }], { at: new Date(), by: null }),
    );
    expect(recorded.ok).toBe(true);
  }
}
