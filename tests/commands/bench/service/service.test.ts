import { describe, expect, it, onTestFinished } from 'vitest';
import { readUpload } from '../../../../src/api/upload/upload.ts';
import { listTechnologies } from '../../../../src/commands/bench/service/list-technologies.ts';
import { postedScan, postScan } from '../../../../src/commands/bench/service/post-scan.ts';
import { serviceClient } from '../../../../src/commands/bench/service/service-client.ts';
import { cpuSeconds } from '../../../../src/commands/bench/service/service-cpu.ts';
import { serviceTarget } from '../../../../src/commands/bench/service/service-target.ts';
import { screenedTechnology } from '../../../fixtures/scored-scan.ts';
import { failureOf, valueFrom } from '../../../fixtures/value-from.ts';
import { type FakeService, startFakeService } from './fake-service.ts';

const FILES = [
  { view: 'side', energy: 'high', declaredType: 'image/png', bytes: new Uint8Array([1, 2, 3]) },
  { view: 'side', energy: 'low', declaredType: 'image/png', bytes: new Uint8Array([4, 5]) },
  { view: 'top', energy: null, declaredType: null, bytes: new Uint8Array([6]) },
] as const;

function connect({ url }: Pick<FakeService, 'url'>) {
  const client = serviceClient(url);
  onTestFinished(client.close);
  return client;
}

/** A target over one scan of the fake service, with two workers. */
async function targetOf(fake: FakeService) {
  const client = connect(fake);
  const scans = [await postedScan(FILES)];
  const setup = { client, technology: screenedTechnology('fake'), scans, workers: 2, warmUpScans: 1, seed: 1 };
  return valueFrom(await serviceTarget(setup));
}

describe('a scan that is posted', () => {
  it('comes out of the service’s own reader as it went in', async () => {
    const { contentType, bytes } = await postedScan(FILES);
    const upload = valueFrom(readUpload(contentType, new Uint8Array(bytes)));
    expect(upload.files).toEqual(FILES);
  });

  it('is refused with the words of the service, and the seconds after which to come again', async () => {
    const fake = await startFakeService();
    fake.statuses.push(503);
    const refused = await postScan(connect(fake), 'fake', await postedScan(FILES));
    expect(refused).toEqual({
      ok: false,
      failure: { code: 'overloaded', message: 'Every place is taken.', retryAfterSeconds: 1 },
    });
  });

  it('has a failure that names the status where something else than the service answers', async () => {
    const fake = await startFakeService();
    fake.statuses.push(502, 418);
    const client = connect(fake);
    const scan = await postedScan(FILES);
    expect(await postScan(client, 'fake', scan)).toMatchObject({ failure: { code: 'runtime-failed' } });
    expect(failureOf(await postScan(client, 'fake', scan))).toContain('answered 418');
  });
});

describe('a service', () => {
  it('that is not there is named, with what to do', async () => {
    const said = failureOf(await listTechnologies(connect({ url: 'http://127.0.0.1:1' })));
    expect(said).toMatch(/The service at http:\/\/127\.0\.0\.1:1 gave no reply \(.*ECONNREFUSED.*\): start it/);
  });

  it('keeps its connections: scans one after the other go over one', async () => {
    const fake = await startFakeService();
    const target = await targetOf(fake);
    valueFrom(await target.measure({ shape: { scenario: 'single-stream' }, leastMs: 50, round: 0 }));
    expect(fake.requestsByConnection.size).toBe(1);
  });

  it('gives a block its answers, and nothing that it does not know of the process', async () => {
    const target = await targetOf(await startFakeService());
    const block = valueFrom(await target.measure({ shape: { scenario: 'single-stream' }, leastMs: 0, round: 0 }));
    expect(block).toMatchObject({ cpuMs: null, workers: null, peakMemoryBytes: null });
    // Of the example: 20.3 ms in all, 0.4 of them in the queue.
    expect(block.serviceMs).toBeCloseTo(19.9, 9);
    expect(block.answers).toEqual([
      { scan: 0, answer: expect.stringMatching(/^alarm, score 0\.81, threshold 0\.\d+$/) },
    ]);
  });

  it('has waited, and not worked, for a service that takes its time', async () => {
    const fake = await startFakeService();
    const target = await targetOf(fake);
    fake.delaysMs.push(400);
    const block = valueFrom(await target.measure({ shape: { scenario: 'single-stream' }, leastMs: 0, round: 0 }));
    expect(block.wallMs).toBeGreaterThan(395);
    expect(block.wallMs - (block.driverBusyMs ?? 0)).toBeGreaterThan(200);
  });

  it('that refuses in lanes has scans never answered, and in a closed loop failed ones after which it is left alone', async () => {
    const fake = await startFakeService();
    const target = await targetOf(fake);
    fake.statuses.push(201, 503, 201);
    const lanes = { scenario: 'lanes', lanes: 3, taktMs: 30, jitter: 0 } as const;
    const block = valueFrom(await target.measure({ shape: lanes, leastMs: 60, round: 0 }));
    expect(block.latenciesMs.filter((ms) => ms === Number.POSITIVE_INFINITY)).toHaveLength(1);
    fake.statuses.push(503);
    const closed = valueFrom(await target.measure({ shape: { scenario: 'single-stream' }, leastMs: 60, round: 0 }));
    expect(closed.failed).toEqual({
      queries: 1,
      message: expect.stringContaining('No more than 4 scans were under way. Let nobody else use the service'),
    });
    expect(closed.latenciesMs.filter(Number.isFinite).length).toBeGreaterThan(0);
    // The second that it asked for is no time of the block.
    expect(closed.wallMs).toBeLessThan(1000);
  });

  it('that answers 500, 502 or 504 now and then in a closed loop has these counted, and its time goes on', async () => {
    const fake = await startFakeService();
    const target = await targetOf(fake);
    fake.statuses.push(504, 502, 500, 201);
    const block = valueFrom(await target.measure({ shape: { scenario: 'single-stream' }, leastMs: 0, round: 0 }));
    expect(block.failed).toEqual({ queries: 3, message: 'The service answered 504: {}.' });
    expect(block.latenciesMs.map(Number.isFinite)).toEqual([false, false, false, true]);
  });

  it('gets no more scans of a lot at once than it has places for', async () => {
    const fake = await startFakeService();
    const target = await targetOf(fake);
    const shape = { scenario: 'multi-stream', scansPerQuery: 20 } as const;
    const block = valueFrom(await target.measure({ shape, leastMs: 0, round: 0 }));
    expect(block.latenciesMs).toHaveLength(1);
    expect(fake.requestsByConnection.size).toBeLessThanOrEqual(4);
  });

  it('says which model it has loaded now', async () => {
    const fake = await startFakeService();
    const target = await targetOf(fake);
    expect(valueFrom(await target.readSha256())).toBe('a'.repeat(64));
    fake.sha256 = 'b'.repeat(64);
    expect(valueFrom(await target.readSha256())).toBe('b'.repeat(64));
  });
});

it('reads CPU seconds with and without a prefix and labels, and null from text that has none', () => {
  expect(cpuSeconds('# HELP x\nprocess_cpu_seconds_total 12.5\n')).toBe(12.5);
  expect(cpuSeconds('scanbench_process_cpu_seconds_total{app="x"} 1e2\n')).toBe(100);
  expect(cpuSeconds('up 1\n')).toBeNull();
});
