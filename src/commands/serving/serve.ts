import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRateLimits } from '../../api/access/rate-limits.ts';
import { buildApp } from '../../api/app.ts';
import { listenersOf, listenOnEveryAddress } from '../../api/connections/every-address.ts';
import { openLineup } from '../../api/lineup/lineup.ts';
import { createLogger } from '../../api/request-log.ts';
import { placesFor } from '../../config/admission.ts';
import type { Config } from '../../config/config.ts';
import { shipped } from '../../installation.ts';
import type { PrimaryLink } from '../../processes/primary-link.ts';
import { shareOf } from '../../processes/share.ts';
import { openRecords } from '../../records/open-records.ts';
import { createScreener } from '../../workers/create-screener.ts';
import { markGarbageInOneGo } from '../../workers/garbage-collection.ts';
import { overcommitWarning, usableCpus } from '../../workers/thread-budget.ts';
import type { WorkerEvent } from '../../workers/worker-event.ts';
import { EXIT_FAILED, EXIT_WRONG_USAGE, endCommand } from '../command-line/exit.ts';
import { mostConnections } from '../command-line/open-files.ts';
import { createReportRunner } from '../reports/create-report-runner.ts';
import { drainOnEnd } from './drain-on-end.ts';
import { hangUp } from './hang-up.ts';
import { keepCertificate } from './keep-certificate.ts';
import { openEntrance } from './open-entrance.ts';
import { sayWhetherReady } from './say-whether-ready.ts';
import { scoreSummariesIn } from './score-summaries.ts';
import { shareCommits } from './share-commits.ts';
import { shareIds } from './share-ids.ts';
import { waitForOwnTurn } from './wait-for-own-turn.ts';
import { whyLineupIsWrong } from './why-lineup-is-wrong.ts';
import { whyNotListening } from './why-not-listening.ts';
import { workBesides } from './work-besides.ts';

/** Screener, then application, then the socket: `/livez` answers while the models warm up, `/readyz` waits for them. */
export async function serve(config: Config, warnings: readonly string[], link: PrimaryLink): Promise<void> {
  const logger = createLogger(config.logLevel);
  const cpus = usableCpus();
  const { slot, processes, isFirst } = link.setup;
  const allWorkers = config.workers ?? cpus;
  const workers = Math.max(1, shareOf(allWorkers, processes, slot));
  const { inFlightLimit } = config;
  // What is done once is done in the first place, and its replacement takes it over; so are things said once.
  const hasDuties = slot === 0;
  const overcommitted = overcommitWarning({
    workers: allWorkers,
    intraOpThreads: config.intraOpThreads,
    usableCpus: cpus,
  });
  for (const warning of warnings) logger.warn(warning);
  if (overcommitted !== null && isFirst && hasDuties) logger.warn(overcommitted);

  markGarbageInOneGo();
  const modelsDir = config.modelsDir ?? shipped('models');
  // Before the records say where ids go on: what is told in between is heard.
  shareIds(link.siblings);
  const records = await openRecords({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, serves: 'member' });
  if (!records.ok) return endCommand(records.failure.message);
  const entrance = await openEntrance(config, records.value, () => link.stayFor(link.tlsBefore));
  if (!entrance.ok) {
    endCommand(entrance.message, entrance.isWrongSetting ? EXIT_WRONG_USAGE : EXIT_FAILED);
    return records.value.close();
  }
  if (isFirst && hasDuties) for (const warning of entrance.warnings) logger.warn(warning);
  if (entrance.passedOver !== null) logger.error(entrance.passedOver);
  if (entrance.tls !== null) link.noteTls(entrance.tls);
  const configured = { champion: config.champion ?? null, challengers: config.challengers };
  const lineup = await openLineup(records.value, configured, link.siblings);
  if (!lineup.ok) {
    endCommand(lineup.failure.message);
    return records.value.close();
  }
  // What is on record is in force whatever the settings say; a replacement tries again what was known before it.
  const isToBeChecked = isFirst && hasDuties && lineup.value.isConfigured();
  const wrong = isToBeChecked ? await whyLineupIsWrong(config, modelsDir) : null;
  if (wrong !== null) {
    endCommand(wrong, EXIT_WRONG_USAGE);
    return records.value.close();
  }
  if (link.isEnding()) return records.value.close();
  let hasHung = false;
  const screener = await createScreener({
    modelsDir,
    providers: config.providers,
    workers,
    intraOpThreads: config.intraOpThreads,
    batching: config.batching,
    inFlightLimit: inFlightLimit === undefined ? placesFor(workers) : shareOf(inFlightLimit, processes, slot),
    remoteAccess: config.remoteAccess,
    champion: () => lineup.value.get().champion,
    onWorkerEvent(event) {
      logger[levelOf(event)](event, `worker ${event.kind}`);
      if (event.kind === 'provider-found') link.noteProvider(event.provider);
    },
    provenProviders: link.setup.provenProviders,
    provenModels: link.setup.provenModels,
    endlessModels: link.setup.endlessModels,
    onEndlessModel: link.noteEndlessModel,
    onDeviceBack: link.reportDeviceBack,
    hangSeconds: config.hangSeconds,
    onHang(others) {
      hasHung = true;
      // Where others serve meanwhile, connections are dealt to them alone.
      if (processes > 1) for (const listener of listenersOf(app)) listener.close();
      void hangUp(others, link);
    },
  });
  const app = await buildApp({
    config,
    screener,
    records: records.value,
    lineup: lineup.value,
    reportRunner: createReportRunner({ modelsDir, dataDir: config.dataDir }),
    servingProcess: {
      restarts: link.restarts,
      isGivingWay: link.isGivingWay,
      beganAtMs: link.setup.believedMs,
      suspects: new Map(link.setup.suspects),
      noteQueuedScan(id, state) {
        // What ends while a thread hangs may be the very scan that hangs: it is found where the process ended with it.
        if (state === 'begun' || !hasHung) link.noteQueuedScan(id, state);
      },
      hasDuties,
      siblings: link.siblings,
      metricsOfOthers: link.metricsOfOthers,
      rateLimits: processes === 1 ? createRateLimits() : { take: link.takeRequest },
    },
    logger,
    tls: entrance.tls,
    mostConnections: mostConnections(),
    readCard: (modelId) => readFile(join(modelsDir, modelId, 'card.md'), 'utf8').catch(() => null),
    readScoreSummary: scoreSummariesIn(modelsDir),
  });
  link.offerMetrics(app.metrics.ownText);
  shareCommits(records.value.commit, link.siblings);
  const besides = hasDuties ? workBesides(app, records.value, config, link.setup.believedMs) : { stop: async () => {} };
  drainOnEnd({ app, screener, records: records.value, besides, link });
  if (config.tls !== undefined && entrance.tls !== null)
    keepCertificate({ server: app.server, files: config.tls, inUse: entrance.tls, link, logger, tells: hasDuties });

  const goesFirst = processes === 1 || (isFirst && hasDuties);
  try {
    // Fastify takes a server that it did not make itself for one without TLS.
    const named = (url: string) => (entrance.tls === null ? url : url.replace('http:', 'https:'));
    const { host, port } = config;
    link.beginSigns(screener.isReady);
    const listening = await link.stayFor(async () => {
      if (!goesFirst) {
        await sayWhetherReady(screener, link, logger);
        await waitForOwnTurn(screener, link);
      }
      if (link.isEnding()) return null;
      return listenOnEveryAddress(app, { host, port, textOf: (url) => `listening at ${named(url)}` });
    });
    if (listening === null) return;
    const address = named(listening);
    if (isFirst && hasDuties)
      process.stderr.write(`Scanbench serves on ${address} · console ${address}/ · API ${address}/docs\n`);
  } catch (error) {
    endCommand(whyNotListening(error, config));
    await screener.drain();
    await app.close();
    await besides.stop();
    await records.value.close();
    if (screener.hasLeftThreads()) link.reportDone(EXIT_FAILED);
    return;
  }
  if (goesFirst) await sayWhetherReady(screener, link, logger);
}

function levelOf({ kind }: WorkerEvent): 'info' | 'warn' | 'error' {
  if (kind === 'provider-in-software' || kind === 'left-loading') return 'warn';
  const isGood = ['ready', 'technology-back', 'provider-found', 'device-back'].includes(kind);
  return isGood ? 'info' : 'error';
}
