import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import type { Config } from '../config/config.ts';
import type { TlsCredentials } from '../domain/network/tls-credentials.ts';
import type { Records } from '../records/open-records.ts';
import type { Screener } from '../workers/screener.ts';
import { guardRoutes } from './access/access.ts';
import { createKeyRing } from './access/key-ring.ts';
import { addSecurityHeaders } from './access/security-headers.ts';
import type { ReadScoreSummary } from './comparison/live-drift.ts';
import { closeWaitingResponses } from './connections/close-waiting-responses.ts';
import { continueWhenRead } from './connections/continue-when-read.ts';
import { endConnectionsWhileStopping } from './connections/end-connections-while-stopping.ts';
import { closeListenersBeside } from './connections/every-address.ts';
import { lingerOverUnreadBodies } from './connections/lingering-reply.ts';
import { type TlsServerLimits, tlsServerFactory } from './connections/tls-server.ts';
import { refuseUnmetHttp } from './connections/unmet-http.ts';
import { closeUnusedConnections } from './connections/unused-connections.ts';
import { describeApi } from './documentation.ts';
import { answerBadAddress, installErrorHandlers } from './error-handlers.ts';
import { createChallengers } from './lineup/challengers.ts';
import type { CurrentLineup } from './lineup/lineup.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import { createServedModels } from './open-inference/served-models.ts';
import { refuseUnknownVersions } from './preconditions.ts';
import { refuseBadCharacters } from './problems/bad-characters.ts';
import { answerBrokenHttp, rememberExchanges } from './problems/broken-http.ts';
import { refuseUnknownParameters } from './problems/unknown-parameters.ts';
import { installValidators } from './problems/validators.ts';
import { queuedElsewhere } from './queued-scans/queued-elsewhere.ts';
import { createQueuedScans } from './queued-scans/queued-scans.ts';
import type { ReportRunner } from './reports/report-runner.ts';
import { createReports } from './reports/reports.ts';
import { reportsElsewhere } from './reports/reports-elsewhere.ts';
import { createLogger, observeRequests } from './request-log.ts';
import { comparisonRoute } from './routes/comparison.ts';
import { eventRoutes } from './routes/events.ts';
import { healthRoutes } from './routes/health.ts';
import { inspectionListRoutes } from './routes/inspection-lists.ts';
import { inspectionRoutes } from './routes/inspections.ts';
import { lineupRoutes } from './routes/lineup.ts';
import { metricsRoute } from './routes/metrics.ts';
import { modelRepositoryRoutes } from './routes/model-repository.ts';
import { openInferenceRoutes } from './routes/open-inference.ts';
import { pictureRoutes } from './routes/pictures.ts';
import { reportChoiceRoutes } from './routes/report-choices.ts';
import { reportFileRoutes } from './routes/report-files.ts';
import { reportRoutes } from './routes/reports.ts';
import { scanRecordRoutes } from './routes/scan-records.ts';
import { scanRoutes } from './routes/scans.ts';
import { type ReadCard, technologyRoutes } from './routes/technologies.ts';
import { processOnItsOwn, type ServingProcess } from './serving-process.ts';
import { serveStaticFiles } from './static-files.ts';
import { installAdmission } from './upload/admission.ts';
import { refuseEncodedBodies } from './upload/content-encoding.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** For what works beside the requests: what it does is counted here. */
    metrics: Metrics;
  }
}

export interface AppOptions {
  readonly config: Config;
  readonly screener: Screener;
  readonly records: Records;
  readonly lineup: CurrentLineup;
  readonly reportRunner: ReportRunner;
  /** Reads the card of a model; without it no technology has one. */
  readonly readCard?: ReadCard;
  /** Reads the scores that a threshold was chosen on; without it no drift is measured. */
  readonly readScoreSummary?: ReadScoreSummary;
  /** With it the service speaks HTTPS. */
  readonly tls?: TlsCredentials | null;
  /** Connections that the process can have open at the same time beside all else that it has; no limit unless given. */
  readonly mostConnections?: number;
  /** The process that all this runs in; one that nobody replaces unless given. */
  readonly servingProcess?: ServingProcess;
  /** Standard output at the configured level unless given. */
  readonly logger?: FastifyBaseLogger;
}

const TIMEOUTS: TlsServerLimits = {
  // 64 MiB at 5 Mbit/s, the slowest link worth waiting for.
  requestTimeoutMs: 120_000,
  headersTimeoutMs: 10_000,
  // What Fastify takes by default, longer than the minute of the usual proxies.
  keepAliveTimeoutMs: 72_000,
  // A silent connection is cut only after the longest deadline that a client may ask for.
  connectionTimeoutMs: 660_000,
};
const LINGER_LIMITS = { maxBytes: 67_108_864, maxMs: 10_000, maxPauseMs: 2_000 } as const;

/** The longest name in an address, such as a technology's id; a longer one is answered as unknown. */
const MAX_NAME_LENGTH = 256;

/** The whole HTTP application, as `main` and the tests run it. It neither decodes a pixel nor holds a model. */
export async function buildApp({
  config,
  screener,
  records,
  lineup,
  reportRunner,
  logger,
  readCard = async () => null,
  readScoreSummary = async () => null,
  tls = null,
  mostConnections = Number.POSITIVE_INFINITY,
  servingProcess = processOnItsOwn(),
}: AppOptions): Promise<FastifyInstance> {
  const keyRing = createKeyRing(records);
  const metrics = createMetrics({ screener, taktSeconds: config.taktSeconds, servingProcess });
  const app = fastify({
    loggerInstance: logger ?? createLogger(config.logLevel),
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: TIMEOUTS.requestTimeoutMs,
    keepAliveTimeout: TIMEOUTS.keepAliveTimeoutMs,
    connectionTimeout: TIMEOUTS.connectionTimeoutMs,
    http: { headersTimeout: TIMEOUTS.headersTimeoutMs, requireHostHeader: false },
    ...(tls !== null && { serverFactory: tlsServerFactory(tls, TIMEOUTS) }),
    // While it closes, a request on a kept connection is answered by the routes: they say `draining` as a problem.
    return503OnClosing: false,
    clientErrorHandler: answerBrokenHttp,
    frameworkErrors: (error, request, reply) => answerBadAddress({ error, request, reply, metrics }),
    routerOptions: { maxParamLength: MAX_NAME_LENGTH },
  }).withTypeProvider<TypeBoxTypeProvider>();

  installValidators(app);
  // The schemas of replies describe them for OpenAPI, and tests hold the replies to them; to serialise by a schema would
  // check each branch of a decision on the hot path, and drop without a word what a schema forgot.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.removeAllContentTypeParsers();
  // Nothing is deleted by what a body says: one is left unread, and its type, which many clients always send, unasked.
  app.addHttpMethod('DELETE', { hasBody: false, overrideExisting: true });
  app.decorate('metrics', metrics);

  observeRequests(app, metrics);
  installErrorHandlers(app);
  rememberExchanges(app);
  addSecurityHeaders(app, tls !== null);
  refuseBadCharacters(app);
  refuseUnknownParameters(app);
  refuseUnmetHttp(app);
  guardRoutes(app, { config, keyRing, metrics, rateLimits: servingProcess.rateLimits });
  refuseUnknownVersions(app);
  installAdmission(app);
  refuseEncodedBodies(app);
  continueWhenRead(app);
  lingerOverUnreadBodies(app, LINGER_LIMITS);
  endConnectionsWhileStopping(app, screener, servingProcess);
  closeWaitingResponses(app);
  closeUnusedConnections(app, mostConnections);
  closeListenersBeside(app);

  await describeApi(app);
  const challengers = createChallengers({ screener, records, lineup, metrics, log: app.log });
  const duties = { screener, records, lineup, challengers, metrics, servingProcess, log: app.log };
  const queuedScans = servingProcess.hasDuties ? createQueuedScans(duties) : queuedElsewhere(servingProcess);
  const reports = servingProcess.hasDuties
    ? createReports({ records, runner: reportRunner, metrics, log: app.log, siblings: servingProcess.siblings })
    : reportsElsewhere({ records, siblings: servingProcess.siblings });
  app.addHook('onReady', async () => {
    queuedScans.wake();
    reports.wake();
  });
  app.addHook('onClose', async () => {
    await reports.stop();
    await queuedScans.stop();
    await challengers.whenIdle();
  });
  await app.register(scanRoutes, { config, screener, metrics, records, lineup, challengers, queuedScans });
  await app.register(lineupRoutes, { records, screener, lineup });
  await app.register(scanRecordRoutes, { records });
  await app.register(pictureRoutes, { records, screener });
  await app.register(eventRoutes, { records, metrics, keyRing });
  await app.register(inspectionRoutes, { records, metrics });
  await app.register(inspectionListRoutes, { records, metrics });
  await app.register(comparisonRoute, { records, screener, readScoreSummary });
  await app.register(reportRoutes, { records, screener, runner: reportRunner, reports });
  await app.register(reportFileRoutes, { records });
  await app.register(reportChoiceRoutes, { runner: reportRunner });
  await app.register(technologyRoutes, { screener, readCard });
  const models = createServedModels(screener, servingProcess.siblings);
  await app.register(openInferenceRoutes, { config, screener, metrics, models, records });
  await app.register(modelRepositoryRoutes, { models });
  await app.register(healthRoutes, { screener, records });
  await app.register(metricsRoute, { metrics });
  await serveStaticFiles(app);
  await app.ready();
  return app;
}
