import type { Failure } from '../../domain/failure.ts';
import type { Screener } from '../../workers/screener.ts';
import { whyNotScreening } from './why-not-screening.ts';

/**
 * Why the service is not ready, or null when it is. A service that drains is not ready either, and only its admission
 * knows.
 */
export function whyNotReady(screener: Screener): Failure | null {
  if (screener.isReady()) return null;
  const permit = screener.admit({ priority: 'live' });
  if (!permit.ok) return permit.failure;
  permit.value.release();
  return whyNotScreening(screener);
}
