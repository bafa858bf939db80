import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { buildApp } from '../../src/api/app.ts';
import type { ReadScoreSummary } from '../../src/api/comparison/live-drift.ts';
import { openLineup } from '../../src/api/lineup/lineup.ts';
import { createLogger } from '../../src/api/request-log.ts';
import type { ReadCard } from '../../src/api/routes/technologies.ts';
import type { Config } from '../../src/config/config.ts';
import { readConfig } from '../../src/config/read-config.ts';
import type { TlsCredentials } from '../../src/domain/network/tls-credentials.ts';
import type { Records } from '../../src/records/open-records.ts';
import { valueFrom } from '../fixtures/value-from.ts';
import { createFakeReportRunner, type FakeReportRunner } from './fake-report-runner.ts';
import { createFakeScreener, type FakeScreener } from './fake-screener.ts';
import { openTestRecordsAndLineup } from './test-lineup.ts';

export interface TestApp {
  readonly app: FastifyInstance;
  readonly screener: FakeScreener;
  readonly records: Records;
  readonly reportRunner: FakeReportRunner;
  /** Every line of the log so far. */
  readonly logLines: string[];
}

/** The production application over a screener of the test's own; closed when the test ends. */
export async function startTestApp(
  settings: Partial<Config> = {},
  screener = createFakeScreener(),
  readCard: ReadCard = async () => null,
  tls: TlsCredentials | null = null,
  readScoreSummary: ReadScoreSummary = async () => null,
): Promise<TestApp> {
  const read = readConfig({});
  if (!read.ok) throw new Error(read.message);
  const config = { ...read.config, ...settings };
  const { champion = null, challengers } = config;
  const { records, lineup } = await openTestRecordsAndLineup({ champion, challengers });
  const logLines: string[] = [];
  const reportRunner = createFakeReportRunner();
  const app = await buildApp({
    config,
    screener,
    records,
    lineup,
    reportRunner,
    readCard,
    readScoreSummary,
    tls,
    logger: createLogger('info', { write: (line) => logLines.push(line) }),
  });
  onTestFinished(() => app.close());
  return { app, screener, records, reportRunner, logLines };
}

/** A service, with no settings, on records that something else has opened and closes, as another process has; it hears no news of that. */
export async function buildAppOn(records: Records): Promise<FastifyInstance> {
  const read = readConfig({});
  if (!read.ok) throw new Error(read.message);
  return buildApp({
    config: read.config,
    screener: createFakeScreener(),
    records,
    lineup: valueFrom(await openLineup(records, { champion: null, challengers: [] })),
    reportRunner: createFakeReportRunner(),
    logger: createLogger('silent', { write: () => {} }),
  });
}

/** Listens on a free port of this machine. */
export async function listen(app: FastifyInstance): Promise<{ port: number; url: string }> {
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}` };
}
