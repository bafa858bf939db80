import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import closeWithGrace from 'close-with-grace';
import { Command } from 'commander';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../api/app.ts';
import { openLineup } from '../api/lineup.ts';
import { createLogger } from '../api/request-log.ts';
import { type Config, readConfig } from '../config.ts';
import { DELIVERY_STATES } from '../domain/delivery.ts';
import type { Failure } from '../domain/failure.ts';
import { shipped } from '../installation.ts';
import { openRecords, type Records } from '../records/open-records.ts';
import { startDelivering } from '../webhooks/deliver-events.ts';
import { createScreener, type StartedScreener } from '../workers/create-screener.ts';
import { overcommitWarning, usableCpus } from '../workers/thread-budget.ts';
import type { WorkerEvent } from '../workers/worker-event.ts';
import { poolThreadsToSet, runWithPoolThreads } from './decode-threads.ts';
import { EXIT_WRONG_USAGE, endCommand } from './exit.ts';
import { markGarbageInOneGo } from './garbage-collection.ts';
import { keepRetention } from './keep-retention.ts';
import { openEntrance } from './open-entrance.ts';
import { createReportRunner } from './reports/create-report-runner.ts';
import { scoreSummariesIn } from './score-summaries.ts';
import { watchTlsFiles } from './tls-files.ts';

/** After the last answer was handed to its connection: time for slow clients to read it. */
const FLUSH_MS = 10_000;

/** How often an upload that stalls is given up while the service stops: each would hold it up for two minutes. */
const RECLAIM_MS = 100;
const STALLED_WHILE_DRAINING: Failure = {
  code: 'draining',
  message: 'The service is stopping, and the body stalled: send the scan to another instance, or again later.',
};

/** `scanbench serve`: the service, set by its environment; the options are short for two of its variables. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Serves the API and the console; its settings are SCANBENCH_ variables.')
    .option('--host <host>', 'address to listen on (SCANBENCH_HOST, by default 127.0.0.1)')
    .option('--port <port>', 'port to listen on (SCANBENCH_PORT, by default 8080)')
    .action(async ({ host, port }: { host?: string; port?: string }) => {
      const read = readConfig({
        ...process.env,
        ...(host !== undefined && { SCANBENCH_HOST: host }),
        ...(port !== undefined && { SCANBENCH_PORT: port }),
      });
      if (!read.ok) return endCommand(read.message, EXIT_WRONG_USAGE);
      const workers = read.config.workers ?? usableCpus();
      const poolThreads = poolThreadsToSet(workers, process.env['UV_THREADPOOL_SIZE']);
      if (poolThreads !== null) return runWithPoolThreads(poolThreads);
      await serve(read.config, read.warnings);
    });
}

/** Screener, then application, then the socket: `/livez` answers while the models warm up, `/readyz` waits for them. */
async function serve(config: Config, warnings: readonly string[]): Promise<void> {
  const logger = createLogger(config.logLevel);
  const cpus = usableCpus();
  const workers = config.workers ?? cpus;
  const overcommitted = overcommitWarning({ workers, intraOpThreads: config.intraOpThreads, usableCpus: cpus });
  for (const warning of [...warnings, ...(overcommitted === null ? [] : [overcommitted])]) logger.warn(warning);

  markGarbageInOneGo();
  const modelsDir = config.modelsDir ?? shipped('models');
  const records = await openRecords({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, serves: true });
  if (!records.ok) return endCommand(records.failure.message);
  const entrance = await openEntrance(config, records.value);
  if (!entrance.ok) {
    endCommand(entrance.message);
    return records.value.close();
  }
  if (entrance.warning !== null) logger.warn(entrance.warning);
  const configured = { champion: config.champion ?? null, challengers: config.challengers };
  const lineup = await openLineup(records.value, configured);
  if (!lineup.ok) return endCommand(lineup.failure.message);
  const { champion } = lineup.value.get();
  const screener = await createScreener({
    modelsDir,
    providers: config.providers,
    workers,
    intraOpThreads: config.intraOpThreads,
    batching: config.batching,
    inFlightLimit: config.inFlightLimit ?? Math.max(4, workers + 2),
    remoteAccess: config.remoteAccess,
    ...(champion !== null && { champion }),
    onWorkerEvent: (event) => logger[levelOf(event)](event, `worker ${event.kind}`),
  });
  const app = await buildApp({
    config,
    screener,
    records: records.value,
    lineup: lineup.value,
    reportRunner: createReportRunner({ modelsDir, dataDir: config.dataDir }),
    logger,
    tls: entrance.tls,
    readCard: (modelId) => readFile(join(modelsDir, modelId, 'card.md'), 'utf8').catch(() => null),
    readScoreSummary: scoreSummariesIn(modelsDir),
  });
  const besides = workBesides(app, records.value, config);
  drainOnSignal(app, screener, records.value, besides);
  if (config.tls !== undefined) {
    watchTlsFiles(app.server, config.tls, (renewed) =>
      renewed.ok ? logger.info('the certificate was renewed') : logger.error(renewed.message),
    );
  }

  try {
    const listening = await app.listen({ host: config.host, port: config.port });
    // Fastify takes a server that it did not make itself for one without TLS.
    const address = entrance.tls === null ? listening : listening.replace('http:', 'https:');
    process.stderr.write(`Scanbench serves on ${address} · console ${address}/ · API ${address}/docs\n`);
  } catch (error) {
    endCommand(whyNotListening(error, config));
    await screener.drain();
    await app.close();
    await besides.stop();
    await records.value.close();
    return;
  }
  const ready = await screener.ready;
  if (ready.ok) logger.info({ technologies: ready.value.map(({ id }) => id) }, 'ready');
  else logger.error(ready.failure, 'not ready');
}

/** What is done beside the requests: what is too old is forgotten, webhooks are told what happens. */
function workBesides(app: FastifyInstance, records: Records, config: Config): { stop(): Promise<void> } {
  const { log, metrics } = app;
  const retention = keepRetention({
    records,
    retentionDays: config.retentionDays,
    logger: log,
    onRemoved: metrics.countRemoved,
  });
  const delivering = startDelivering({
    records,
    maxAttempts: config.webhookAttempts,
    timeoutMs: config.webhookTimeoutMs,
    onOutcome: metrics.countDelivery,
    onLook(webhooks) {
      for (const state of DELIVERY_STATES) {
        metrics.setDeliveries(
          state,
          webhooks.reduce((sum, webhook) => sum + webhook[state], 0),
        );
      }
    },
    onBug: (err) => log.error({ err }, 'a bug held up a webhook; it is tried again'),
  });
  return {
    async stop() {
      await Promise.all([retention.stop(), delivering.stop()]);
    },
  };
}

/**
 * Stops in the order that loses nothing: admit no more, answer what was let in, end the threads, close the socket and the records. There
 * is no time limit on the first steps: a process that ends while a thread infers is torn down by its native code, and
 * takes the answers with it.
 */
function drainOnSignal(
  app: FastifyInstance,
  screener: StartedScreener,
  records: Records,
  besides: { stop(): Promise<void> },
): void {
  let isStopping = false;
  const grace = closeWithGrace({ delay: false, logger: false }, async ({ signal, err }) => {
    isStopping = true;
    if (err !== undefined) app.log.fatal({ err }, 'a bug ends the service');
    else app.log.info({ signal }, 'draining');
    const reclaiming = setInterval(() => app.uploads.reclaim(STALLED_WHILE_DRAINING), RECLAIM_MS);
    await screener.drain();
    clearInterval(reclaiming);
    const cut = setTimeout(() => app.server.closeAllConnections(), FLUSH_MS);
    await app.close();
    clearTimeout(cut);
    await besides.stop();
    await records.close();
  });
  // Where another process started this one with a channel, its end is the end of this one.
  process.once('disconnect', () => {
    if (!isStopping) grace.close();
  });
  process.channel?.unref();
}

function levelOf({ kind }: WorkerEvent): 'info' | 'warn' | 'error' {
  if (kind === 'provider-in-software') return 'warn';
  return kind === 'ready' || kind === 'technology-back' || kind === 'provider-found' ? 'info' : 'error';
}

function whyNotListening(error: unknown, { host, port }: Config): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is in use: stop what listens there, or choose another with SCANBENCH_PORT or --port.`;
  }
  if (code === 'EACCES') {
    return `This user may not listen on port ${port}: choose one from 1024 with SCANBENCH_PORT or --port.`;
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `SCANBENCH_HOST is "${host}", which is no address of this machine: use 127.0.0.1 or one that it has.`;
  }
  return `Could not listen on ${host}, port ${port}: ${error instanceof Error ? error.message : String(error)}`;
}
