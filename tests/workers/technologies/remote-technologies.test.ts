import { describe, expect, it, onTestFinished } from 'vitest';
import { trialScan } from '../../../src/inference/trial-scan.ts';
import { createScreener } from '../../../src/workers/create-screener.ts';
import type { WorkerEvent } from '../../../src/workers/worker-event.ts';
import { startInferenceServer } from '../../fixtures/inference-server.ts';
import { modelManifest, remoteAt } from '../../fixtures/model-manifest.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../fixtures/value-from.ts';
import { writeModel } from '../../fixtures/write-model.ts';
import { PATIENT } from '../patient.ts';

const LOCAL = 'local@null-cpu';
const VENDOR = 'vendor@remote-http';

interface StartOptions {
  readonly hosts?: readonly string[];
  /** How long a server may take. */
  readonly deadlineMs?: number;
  /** How long a thread of this machine may take no step. */
  readonly hangSeconds?: number;
}

/** Threads with one model of this machine and one of a server at this address. */
async function startScreener(address: string, options: StartOptions = {}) {
  const { hosts = ['127.0.0.1'], deadlineMs = 10_000, hangSeconds = 120 } = options;
  const modelsDir = await temporaryFolder();
  await writeModel(modelsDir, modelManifest({ id: 'local' }), { 'weights.bin': new TextEncoder().encode('{}') });
  const remote = remoteAt(address, { deadlineMs });
  await writeModel(modelsDir, modelManifest({ id: 'vendor', runtime: 'remote', remote }), {});
  const events: WorkerEvent[] = [];
  const screener = await createScreener({
    modelsDir,
    providers: ['cuda', 'cpu'],
    workers: 2,
    intraOpThreads: 1,
    inFlightLimit: 4,
    remoteAccess: { hosts, tokens: {} },
    hangSeconds,
    onWorkerEvent: (event) => events.push(event),
  });
  onTestFinished(() => screener.drain());
  await screener.ready;
  const vendor = () => screener.technologies().find(({ id }) => id === VENDOR);
  /** A thread may begin without a server that does not answer at once. */
  const vendorIsThere = () => expect.poll(() => vendor()?.state, { timeout: 20_000 }).toBe('ready');
  return { screener, vendor, vendorIsThere, events };
}

// The project's own threads, compiled; the server speaks the protocol over a real socket.
describe('a remote technology in the threads', () => {
  it('is one of the others, once for all providers, and screens a scan', async () => {
    const { url } = await startInferenceServer();
    const { screener, vendor, vendorIsThere } = await startScreener(url);
    await vendorIsThere();
    expect(screener.technologies().map(({ id }) => id)).toEqual(['local@null-cuda', LOCAL, VENDOR]);
    expect(vendor()).toMatchObject({ state: 'ready', runtime: 'remote', provider: 'http' });
    const scan = await trialScan(VENDOR);
    const screened = valueFrom(await screener.screen({ ...scan, technologies: [LOCAL, VENDOR] }, PATIENT));
    const [local, remote] = screened.result.results;
    // The fake gives its input back, as the null runtime does.
    expect(remote?.score).toBe(local?.score);
    expect(remote?.anomalyMapPngs).toEqual(local?.anomalyMapPngs);
  });

  it('holds nothing back while its server is away, and comes by itself when that does', async () => {
    const server = await startInferenceServer();
    await server.close();
    const { screener, vendor, vendorIsThere } = await startScreener(server.url);
    expect(screener.isReady()).toBe(true);
    expect(vendor()).toMatchObject({ state: 'unavailable', reason: expect.stringContaining('ECONNREFUSED') });
    await startInferenceServer({ port: server.port });
    await vendorIsThere();
  });

  it('is named by the failure when its server goes, is unavailable soon after, and is back when that is', async () => {
    const server = await startInferenceServer();
    const { screener, vendor, vendorIsThere, events } = await startScreener(server.url);
    await vendorIsThere();
    await server.close();
    const failed = await screener.screen(await trialScan(VENDOR), PATIENT);
    expect(failed).toMatchObject({ ok: false, failure: { code: 'runtime-failed', technology: VENDOR } });
    await expect.poll(() => vendor()?.state, { timeout: 20_000 }).toBe('unavailable');
    expect(screener.isReady()).toBe(true);
    expect(await screener.screen(await trialScan(LOCAL), PATIENT)).toMatchObject({ ok: true });
    await startInferenceServer({ port: server.port });
    await vendorIsThere();
    expect(await screener.screen(await trialScan(VENDOR), PATIENT)).toMatchObject({ ok: true });
    expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['technology-away', 'technology-back']));
  });

  it('counts what left the machine, of a scan that failed as well', async () => {
    let refuses = false;
    const { url } = await startInferenceServer({
      intercept: (request, response) =>
        Boolean(request.method === 'POST' && refuses && response.writeHead(500).end('{"error": "out of memory"}')),
    });
    const { screener, vendorIsThere } = await startScreener(url);
    await vendorIsThere();
    const traffic = () => screener.state().remoteTraffic.get(VENDOR) ?? { sentBytes: 0, receivedBytes: 0 };
    valueFrom(await screener.screen(await trialScan(VENDOR), PATIENT));
    await expect.poll(() => traffic().sentBytes).toBeGreaterThan(0);
    const before = traffic();
    expect(before.receivedBytes).toBeGreaterThan(0);
    refuses = true;
    expect(await screener.screen(await trialScan(VENDOR), PATIENT)).toMatchObject({ ok: false });
    await expect.poll(() => traffic().sentBytes).toBeGreaterThan(before.sentBytes);
    expect(traffic().receivedBytes).toBe(before.receivedBytes);
  });

  it('may take longer than a run on this machine, and fails at its own deadline, not as a thread that hangs', async () => {
    let worksForMs = 0;
    const { url } = await startInferenceServer({ worksForMs: () => worksForMs });
    const { screener, vendorIsThere, events } = await startScreener(url, { hangSeconds: 2, deadlineMs: 8000 });
    await vendorIsThere();
    worksForMs = 5000;
    expect(await screener.screen(await trialScan(VENDOR), PATIENT)).toMatchObject({ ok: true });
    worksForMs = 60_000;
    const late = await screener.screen(await trialScan(VENDOR), PATIENT);
    expect(late).toMatchObject({ ok: false, failure: { message: expect.stringContaining('within 8000 ms') } });
    expect(events.filter(({ kind }) => kind === 'hung')).toEqual([]);
    expect(screener.isReady()).toBe(true);
  });

  it('holds no thread for a scan that is called off, and no end of the threads', async () => {
    let dripsOn = false;
    const { url } = await startInferenceServer({
      intercept(request, response) {
        if (request.method !== 'POST' || !dripsOn) return false;
        const drip = setInterval(() => response.write(' '), 50);
        response.on('close', () => clearInterval(drip));
        return true;
      },
    });
    const { screener, vendor, vendorIsThere } = await startScreener(url, { deadlineMs: 120_000 });
    await vendorIsThere();
    dripsOn = true;
    const begunAt = performance.now();
    const screened = await screener.screen(await trialScan(VENDOR), { ...PATIENT, deadlineAt: begunAt + 500 });
    expect(screened).toMatchObject({
      ok: false,
      failure: { code: 'deadline-passed', message: expect.stringContaining('after its stage prepare') },
    });
    expect(screener.state().workers).toMatchObject({ busy: 0 });
    expect(vendor()).toMatchObject({ state: 'ready' });
    await screener.drain();
    expect(performance.now() - begunAt).toBeLessThan(30_000);
  });

  it('is sent nothing where its host is not allowed', async () => {
    const server = await startInferenceServer();
    const { vendor } = await startScreener(server.url, { hosts: [] });
    expect(vendor()).toMatchObject({ state: 'unavailable', reason: expect.stringContaining('SCANBENCH_REMOTE_HOSTS') });
    expect(server.requests).toEqual([]);
  });
});
