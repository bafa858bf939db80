import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../../../domain/failure.ts';
import { type PostedScan, postScan, type ServiceScreening } from './post-scan.ts';
import type { ServiceClient } from './service-client.ts';

/** So long the waits for one scan may be in all: a service that asks for more has no place for a benchmark. */
const PATIENCE_SECONDS = 120;

/**
 * Posts a scan, and again after the seconds that a full service asks for, for two minutes in all; then its refusal is the
 * answer. Once again, too, where the service was away when the scan failed, and returned: it may never have been asked. A
 * second time it may be this very scan that it ends at. `wait` takes milliseconds.
 */
export async function postPatiently(
  client: ServiceClient,
  technology: string,
  scan: PostedScan,
  wait: (ms: number) => Promise<unknown> = sleep,
): Promise<Outcome<ServiceScreening>> {
  let hasReturned = false;
  for (let waitedSeconds = 0; ; ) {
    const screened = await postScan(client, technology, scan);
    if (screened.ok) return screened;
    const { retryAfterSeconds } = screened.failure;
    if (retryAfterSeconds === undefined) {
      if ((await client.presence()) !== 'returned' || hasReturned) return screened;
      hasReturned = true;
      continue;
    }
    const seconds = Math.max(1, retryAfterSeconds);
    waitedSeconds += seconds;
    if (waitedSeconds > PATIENCE_SECONDS) return screened;
    await wait(1000 * seconds);
  }
}
