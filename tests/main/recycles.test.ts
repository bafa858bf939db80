import { expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { writeNullModel } from '../workers/null-models.ts';
import { isBuilt, startBuiltService } from './built-service.ts';
import { END_IN_DECODE, FATAL_SCAN, SCAN } from './fatal-scan.ts';
import { readMetrics, sumOf } from './read-metrics.ts';

/** Each thread loads the service's modules and models: `SCANBENCH_TEST_RECYCLES=200` takes minutes. */
const RECYCLES = Number(process.env['SCANBENCH_TEST_RECYCLES'] ?? 20);
const WORKERS = 2;
/** How often memory is looked at; it has reached its plateau after the first half. */
const LOOKS = 10;
/** What each thread left for good would come again and again in the second half; so much is what collections leave. */
const PLATEAU_MIB = 64;
const LIMIT_MS = 600_000;

it.skipIf(!isBuilt)(
  `replaces ${RECYCLES} threads, one after the other, and is as it was: gauges at zero, memory on a plateau, the next scan answered`,
  { timeout: LIMIT_MS },
  async () => {
    const modelsDir = await temporaryFolder();
    await writeNullModel(modelsDir, 'null', {}, { score: 0.1 });
    const { url } = await startBuiltService({
      SCANBENCH_MODELS_DIR: modelsDir,
      SCANBENCH_WORKERS: String(WORKERS),
      ...END_IN_DECODE,
    });
    const post = async (body: Uint8Array<ArrayBuffer>) => {
      const reply = await fetch(`${url}/v1/scans`, { method: 'POST', headers: { 'content-type': 'image/png' }, body });
      await reply.arrayBuffer();
      return reply.status;
    };
    const memoryMiB: number[] = [];
    for (let recycle = 1; recycle <= RECYCLES; recycle++) {
      expect(await post(FATAL_SCAN)).toBe(500);
      expect(await post(SCAN)).toBe(201);
      if (recycle % (RECYCLES / LOOKS) === 0) memoryMiB.push(await residentMiB(url));
    }
    console.info(`resident MiB over ${RECYCLES} recycles: ${memoryMiB.map(Math.round).join(', ')}`);

    const idle = async () => sumOf(await readMetrics(url), 'workers', 'state="idle"');
    await expect.poll(idle, { timeout: LIMIT_MS / 10 }).toBe(WORKERS);
    const metrics = await readMetrics(url);
    expect(sumOf(metrics, 'worker_restarts_total', 'reason="exit"')).toBe(RECYCLES);
    for (const gauge of ['in_flight', 'storing', 'queue_depth', 'background_in_flight', 'background_queue_depth']) {
      expect(sumOf(metrics, gauge), gauge).toBe(0);
    }
    expect(sumOf(metrics, 'screenings_total')).toBe(RECYCLES);
    const half = memoryMiB.length / 2;
    expect(Math.min(...memoryMiB.slice(half)) - Math.max(...memoryMiB.slice(0, half))).toBeLessThan(PLATEAU_MIB);
    expect(await post(SCAN)).toBe(201);
  },
);

async function residentMiB(url: string): Promise<number> {
  const metrics = await readMetrics(url);
  return (metrics.get('process_resident_memory_bytes') ?? Number.NaN) / 2 ** 20;
}
