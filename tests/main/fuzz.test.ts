import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { HTTP_STATUS } from '../../src/api/problems/errors.ts';
import { createRandom } from '../../src/simulator/random.ts';
import { type BrokenRequest, brokenRequest, wholeFiles } from './broken-requests.ts';
import { isBuilt, SAMPLE, startBuiltService } from './built-service.ts';
import { beginScan } from './raw-sender.ts';
import { readMetrics } from './read-metrics.ts';

const SEED = 20;
const REQUESTS = 1500;
/**
 * The heap, the arenas of native code and their caches grow until they have seen each kind of input several times, some by
 * 30 MB at once; only what comes after can be a leak. Of seven services the resident memory rose by 12 to 46 MB from the
 * 1,000th to the 2,500th request, and by −1 to 34 in the next 2,500.
 */
const WARM_UP_REQUESTS = 2500;
const SENDERS = 4;
/** Senders who go away in the middle of their body. */
const DEPARTURES = 20;
/** The bodies of 1,500 requests are 150 MiB: to keep a third of them, or the planes of the scans among them, would show. */
const MAX_GROWTH_BYTES = 48 * 2 ** 20;

it.skipIf(!isBuilt || !existsSync(SAMPLE))(
  '1,500 foreign and broken scans in a row: each is answered with its code, nothing breaks, nothing is left behind',
  async () => {
    const { url, child } = await startBuiltService({
      SCANBENCH_WORKERS: '2',
      SCANBENCH_IN_FLIGHT_LIMIT: '8',
      SCANBENCH_DEADLINE_MS: '600000',
    });
    const random = createRandom(SEED, 'fuzz');
    const files = await wholeFiles();
    const requests = Array.from({ length: WARM_UP_REQUESTS + REQUESTS }, () => brokenRequest(files, random));
    const answers = new Map<string, number>();

    /** Posts a block of requests, a few at a time, and counts what each was answered with. */
    async function postAll(block: readonly BrokenRequest[]): Promise<void> {
      const waiting = block.values();
      const send = async () => {
        for (const request of waiting) {
          const answer = await post(url, request);
          answers.set(answer, (answers.get(answer) ?? 0) + 1);
        }
      };
      await Promise.all(Array.from({ length: SENDERS }, send));
    }

    await postAll(requests.slice(0, WARM_UP_REQUESTS));
    const residentBytes = (await readMetrics(url)).get('process_resident_memory_bytes') ?? Number.NaN;
    await postAll(requests.slice(WARM_UP_REQUESTS));
    for (const { body } of requests.slice(0, DEPARTURES)) {
      const { socket } = await beginScan(url, body, { length: body.length + 1 });
      socket.destroy();
    }

    // Any answer that is neither a scan nor a failure of the sender's is not in this list.
    expect([...answers.keys()].sort()).toEqual(
      ['invalid-metadata', 'malformed-request', 'screened', 'unknown-technology', 'unreadable-scan'].concat(
        'unsupported-media-type',
      ),
    );
    expect(answers.get('screened')).toBeGreaterThan(REQUESTS / 20);
    expect(child.exitCode).toBeNull();
    const abandoned = async () => (await readMetrics(url)).get('scanbench_abandoned_total{stage="upload"}');
    await expect.poll(abandoned, { timeout: 10_000 }).toBe(DEPARTURES);
    const metrics = await readMetrics(url);
    expect(metrics.get('scanbench_in_flight')).toBe(0);
    expect(metrics.get('scanbench_queue_depth')).toBe(0);
    expect(metrics.get('scanbench_workers{state="idle"}')).toBe(2);
    const restarts = [...metrics].filter(([name]) => name.startsWith('scanbench_worker_restarts_total{'));
    expect(restarts.filter(([, count]) => count > 0)).toEqual([]);
    expect(metrics.get('process_resident_memory_bytes')).toBeLessThan(residentBytes + MAX_GROWTH_BYTES);

    const good = { query: '', contentType: 'image/png', body: new Uint8Array(readFileSync(SAMPLE)) };
    expect(await post(url, good)).toBe('screened');
  },
  120_000,
);

/** `screened`, the failure's code where status and media type fit it, or what is wrong with the answer. */
async function post(url: string, { query, contentType, body }: BrokenRequest): Promise<string> {
  const headers: Record<string, string> = contentType === null ? {} : { 'content-type': contentType };
  const reply = await fetch(`${url}/v1/scans${query}`, { method: 'POST', headers, body });
  const document: { readonly code?: string; readonly screenings?: unknown } = JSON.parse(await reply.text());
  if (reply.status === 201) return Array.isArray(document.screenings) ? 'screened' : 'a scan without screenings';
  const expected = Object.entries(HTTP_STATUS).find(([code]) => code === document.code)?.[1];
  const isProblem = reply.headers.get('content-type') === 'application/problem+json';
  if (!isProblem || reply.status !== expected || reply.status >= 500) {
    return `status ${reply.status}: ${JSON.stringify(document)}`;
  }
  return String(document.code);
}
