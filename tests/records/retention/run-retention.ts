import type { Records } from '../../../src/records/open-records.ts';
import { runRetention } from '../../../src/records/retention.ts';

export const DAY_MS = 86_400_000;
const NOW_MS = Date.parse('2026-06-01T00:00:00Z');
export const daysAgo = (days: number) => new Date(NOW_MS - days * DAY_MS);
export const options = { retentionDays: 30, nowMs: NOW_MS };

/** What a run of retention removes, after 30 days unless told otherwise. */
export async function removed(records: Records, more: Partial<Parameters<typeof runRetention>[1]> = {}) {
  const run = await runRetention(records, { ...options, ...more });
  if (!run.ok) throw new Error(run.failure.message);
  return run.value;
}
