import type { Failure } from '../../domain/failure.ts';
import type { Records } from '../../records/open-records.ts';
import type { Screener } from '../../workers/screener.ts';
import { whyNotScreening } from './why-not-screening.ts';

/** Why the service is not ready, or null when it is: when it screens, and can put on record what it screens. */
export async function whyNotReady(screener: Screener, records: Pick<Records, 'ping'>): Promise<Failure | null> {
  const failure = whyNotTaking(screener);
  if (failure !== null) return failure;
  const answered = await records.ping();
  return answered.ok ? null : answered.failure;
}

/** A service that drains takes no scan either, and only its admission knows. */
function whyNotTaking(screener: Screener): Failure | null {
  if (screener.isReady()) return null;
  const permit = screener.admit({ priority: 'live' });
  if (!permit.ok) return permit.failure;
  permit.value.release();
  return whyNotScreening(screener);
}
