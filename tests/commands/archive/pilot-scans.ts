import type { Records } from '../../../src/records/open-records.ts';
import { CONTAINERS } from '../../records/kept-scans.ts';

/** How many rows there are. */
export async function count(
  records: Records,
  table: 'scans' | 'screenings' | 'pictures' | 'scan_containers' | 'events',
) {
  const { n } = await records.db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** What was declared of the n-th scan, with quotes in it. */
export const metadata = (n: number) => ({
  containerNumber: CONTAINERS[n % 3] ?? CONTAINERS[0],
  portCode: 'NLRTM',
  laneId: `lane "${n}"`,
  capturedAt: '2026-03-01T08:15:03.120Z',
  energiesMeV: { high: 6, low: 4 },
  consignmentId: `BL-${n}`,
});
