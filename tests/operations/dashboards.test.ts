import { readFile, rm } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import type { Query } from '../../dashboards/panels/dashboard.ts';
import { DASHBOARDS } from '../../dashboards/panels/write.ts';
import { buildApp } from '../../src/api/app.ts';
import { createLogger } from '../../src/api/request-log.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { createScreener } from '../../src/workers/create-screener.ts';
import { createFakeReportRunner } from '../api/fake-report-runner.ts';
import { listen } from '../api/test-app.ts';
import { openTestRecordsAndLineup } from '../api/test-lineup.ts';
import { isBuilt, SAMPLE, startBuiltService } from '../main/built-service.ts';
import { createNullModels } from '../workers/null-models.ts';
import type { ThreadScript } from '../workers/thread-script.ts';
import { hasPrometheus, type Prometheus, startPrometheus } from './prometheus.ts';

// Threads run compiled code: `npm run test:operations` builds first.
const SCRIPTED = new URL('../../dist/tests/workers/scripted-worker.js', import.meta.url);
const TECHNOLOGIES = ['one@null-cpu', 'two@null-cpu'] as const;

/** What Grafana would put in place of its variables. */
const VARIABLES: Readonly<Record<string, string>> = {
  $instance: '.*',
  $technology_a: TECHNOLOGIES[0],
  $technology_b: TECHNOLOGIES[1],
  $__rate_interval: '10s',
  $__range: '1m',
};

it.skipIf(!hasPrometheus || !isBuilt)(
  'dashboards and rules return data from services under load; the alerts that should fire do, a calm service is silent',
  async () => {
    const modelsDir = await createNullModels(['one', 'two']);
    onTestFinished(() => rm(modelsDir, { recursive: true, force: true }));
    const calm = await startBuiltService({ SCANBENCH_MODELS_DIR: modelsDir, SCANBENCH_WORKERS: '1' });
    // Every answer takes longer than a millisecond, and one place is too few for four senders.
    const late = await startBuiltService({
      SCANBENCH_MODELS_DIR: modelsDir,
      SCANBENCH_WORKERS: '1',
      SCANBENCH_IN_FLIGHT_LIMIT: '1',
      SCANBENCH_TAKT_SECONDS: '0.001',
    });
    const dying = await startDyingService(modelsDir);
    const prometheus = await startPrometheus([calm.url, late.url, dying].map(hostOf));

    const scan = await readFile(SAMPLE);
    const everyTechnology = TECHNOLOGIES.map((id) => `technology=${encodeURIComponent(id)}`).join('&');
    const exit = Buffer.from(JSON.stringify({ do: 'exit', name: 'fatal' } satisfies ThreadScript));
    keepPosting(`${calm.url}/v1/scans?${everyTechnology}`, scan, 300);
    for (let sender = 0; sender < 4; sender++) keepPosting(`${late.url}/v1/scans`, scan, 20);
    keepPosting(`${dying}/v1/scans`, exit, 300);

    const pages = async () =>
      (await prometheus.query('ALERTS{alertstate="firing",severity="page"}')).map(
        ({ labels }) => `${labels['alertname']} ${labels['instance']}`,
      );
    await expect
      .poll(async () => new Set(await pages()), { timeout: 120_000, interval: 1000 })
      .toEqual(
        new Set([
          `ScanbenchOverloaded ${hostOf(late.url)}`,
          `ScanbenchTaktBudgetBurnsFast ${hostOf(late.url)}`,
          `ScanbenchWorkerCrashLoop ${hostOf(dying)}`,
          `ScanbenchScreeningsFail ${hostOf(dying)}`,
        ]),
      );
    expect(await queriesWithoutData(prometheus)).toEqual([]);
    expect(await rulesAtFault(prometheus)).toEqual([]);
    const exemplars = await prometheus.exemplars('scanbench_screening_duration_seconds_bucket{stage="total"}');
    expect(exemplars[0]).toEqual({ request_id: expect.stringMatching(/^req-/) });
  },
);

function hostOf(url: string): string {
  return new URL(url).host;
}

/** A service whose threads end with every scan that says so. */
async function startDyingService(modelsDir: string): Promise<string> {
  const read = readConfig({ SCANBENCH_LOG_LEVEL: 'silent' });
  if (!read.ok) throw new Error(read.message);
  const screener = await createScreener({
    modelsDir,
    providers: ['cpu'],
    workers: 1,
    intraOpThreads: 1,
    inFlightLimit: 4,
    entry: SCRIPTED,
  });
  const app = await buildApp({
    config: read.config,
    screener,
    ...(await openTestRecordsAndLineup()),
    reportRunner: createFakeReportRunner(),
    logger: createLogger('silent'),
  });
  onTestFinished(async () => {
    await screener.drain();
    await app.close();
  });
  await screener.ready;
  return (await listen(app)).url;
}

/** Posts one scan after the other until the test ends, whatever the answers are. */
function keepPosting(url: string, body: Buffer<ArrayBuffer>, pauseMs: number): void {
  let isOver = false;
  const posting = (async () => {
    while (!isOver) {
      const reply = await fetch(url, { method: 'POST', headers: { 'content-type': 'image/png' }, body });
      await reply.arrayBuffer();
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  })();
  onTestFinished(async () => {
    isOver = true;
    await posting;
  });
}

/** The panels whose query gives no number, by title and query; what remote technologies alone give is held elsewhere. */
async function queriesWithoutData(prometheus: Prometheus): Promise<readonly string[]> {
  const silent: string[] = [];
  const panels = Object.values(DASHBOARDS).flatMap(({ rows }) => rows.flatMap((row) => row.panels));
  for (const { title, queries } of panels.filter(({ isOfRemotes }) => !isOfRemotes)) {
    for (const query of queries) {
      const samples = await prometheus.query(exprOf(query));
      if (!samples.some(({ value }) => Number.isFinite(value))) silent.push(`${title}: ${exprOf(query)}`);
    }
  }
  return silent;
}

function exprOf({ expr }: Query): string {
  return Object.entries(VARIABLES).reduce((text, [name, value]) => text.replaceAll(name, value), expr);
}

/** Rules that Prometheus could not evaluate, and recording rules that recorded nothing. */
async function rulesAtFault(prometheus: Prometheus): Promise<readonly string[]> {
  const rules = await prometheus.rules();
  expect(rules.length).toBeGreaterThan(20);
  const atFault: string[] = [];
  for (const { type, name, health, lastError } of rules) {
    const isSilent = type === 'recording' && (await prometheus.query(name)).length === 0;
    if (health !== 'ok' || isSilent) atFault.push(`${name}: ${lastError ?? 'no data'}`);
  }
  return atFault;
}
