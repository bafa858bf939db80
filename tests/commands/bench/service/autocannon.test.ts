import { readFile } from 'node:fs/promises';
import autocannon from 'autocannon';
import { describe, expect, it, onTestFinished } from 'vitest';
import { driveClosedLoop } from '../../../../bench/drive.ts';
import { median } from '../../../../bench/median.ts';
import { listTechnologies } from '../../../../src/commands/bench/service/list-technologies.ts';
import { postedScan } from '../../../../src/commands/bench/service/post-scan.ts';
import { serviceClient } from '../../../../src/commands/bench/service/service-client.ts';
import { serviceTarget } from '../../../../src/commands/bench/service/service-target.ts';
import type { BlockOrder } from '../../../../src/commands/bench/targets/target-messages.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../../fixtures/value-from.ts';
import { isBuilt, SAMPLE, startBuiltService } from '../../../main/built-service.ts';

const TECHNOLOGY = 'local-contrast@onnx-cpu';
const ROUNDS = 3;
const SECONDS = 3;

/** The service in a process of its own, one scan, and both drivers of it. */
async function bothDrivers() {
  const { url } = await startBuiltService({ SCANBENCH_WORKERS: '1', SCANBENCH_DATA_DIR: await temporaryFolder() });
  const client = serviceClient(url);
  onTestFinished(client.close);
  const bytes = new Uint8Array(await readFile(SAMPLE));
  const scan = await postedScan([{ view: 'side', energy: 'high', declaredType: 'image/png', bytes }]);
  const listed = valueFrom(await listTechnologies(client)).find(({ id }) => id === TECHNOLOGY);
  if (listed === undefined) throw new Error(`${TECHNOLOGY} is shipped`);
  const setup = { client, technology: valueFrom(listed.outcome), scans: [scan], workers: 1, warmUpScans: 10, seed: 1 };
  const target = valueFrom(await serviceTarget(setup));
  const post = { path: `/v1/scans?technology=${TECHNOLOGY}`, contentType: scan.contentType, body: scan.bytes };
  const screened = async () => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const counts = metrics.matchAll(
      /^scanbench_screenings_total\{[^}]*technology="local-contrast@onnx-cpu"[^}]*\} (\d+)/gm,
    );
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  };
  return { url, post, target, screened };
}

// Two cores are shared with other tests, and a slow moment hits one driver or the other: rounds alternate, their medians
// are compared, and the limits leave room for a machine that is twice as slow in one moment as in the next.
describe.skipIf(!isBuilt)('autocannon, beside the own driver', () => {
  it('has the same time a scan in a closed loop, and the service has screened what both say', async () => {
    const { url, post, target, screened } = await bothDrivers();
    const before = await screened();
    const ratios: number[] = [];
    let sent = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const theirsMs = await driveClosedLoop(url, post, 40, 1);
      const order: BlockOrder = { shape: { scenario: 'single-stream' }, leastMs: 800, round };
      const { latenciesMs, wallMs } = valueFrom(await target.measure(order));
      sent += 40 + latenciesMs.length;
      ratios.push(wallMs / latenciesMs.length / theirsMs);
    }
    expect(await screened()).toBe(before + sent);
    expect(median(ratios)).toBeGreaterThan(0.5);
    expect(median(ratios)).toBeLessThan(2);
  }, 180_000);

  it('has the same rate and the same latency at a given rate of arrivals (-R)', async () => {
    const { url, post, target } = await bothDrivers();
    // So few that a machine that others use, too, still answers them all.
    const perSecond = 4;
    const latencies: { readonly ours: number; readonly theirs: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const result = await autocannon({
        url: `${url}${post.path}`,
        method: 'POST',
        headers: { 'content-type': post.contentType },
        body: post.body,
        connections: 2,
        overallRate: perSecond,
        duration: SECONDS,
      });
      const shape = { scenario: 'lanes', lanes: 1, taktMs: 1000 / perSecond, jitter: 0 } as const;
      const block = valueFrom(await target.measure({ shape, leastMs: 1000 * SECONDS, round }));
      // autocannon ends between two ticks of its clock: one second more or less of arrivals.
      expect(Math.abs(result.requests.total - SECONDS * perSecond)).toBeLessThanOrEqual(perSecond);
      expect(Math.abs(block.latenciesMs.length - SECONDS * perSecond)).toBeLessThanOrEqual(1);
      latencies.push({ ours: median(block.latenciesMs), theirs: result.latency.p50 });
    }
    const ratio = median(latencies.map(({ ours }) => ours)) / median(latencies.map(({ theirs }) => theirs));
    expect(ratio).toBeGreaterThan(0.4);
    expect(ratio).toBeLessThan(2.5);
  }, 180_000);
});
