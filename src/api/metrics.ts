import { Counter, collectDefaultMetrics, Gauge, Histogram, type OpenMetricsContentType, Registry } from 'prom-client';
import { DECISIONS } from '../domain/decision.ts';
import { DELIVERY_OUTCOMES, DELIVERY_STATES, type DeliveryOutcome, type DeliveryState } from '../domain/delivery.ts';
import type { Failure, FailureCode } from '../domain/failure.ts';
import type { InferTimings } from '../domain/infer-job.ts';
import { INSPECTION_OUTCOMES } from '../domain/inspection.ts';
import type { ByPriority } from '../domain/priority.ts';
import { QUALITY_FLAGS } from '../domain/quality.ts';
import { networkMsOf } from '../domain/remote-time.ts';
import type { ScanDocument } from '../domain/scan.ts';
import type { TechnologyResult } from '../domain/scan-result.ts';
import type { JudgedScreenings } from '../records/inspections.ts';
import type { Removed } from '../records/retention.ts';
import type { Screener } from '../workers/screener.ts';
import { RESTART_REASONS } from '../workers/worker-event.ts';
import { ABANDON_STAGES, type AbandonStage } from './admission.ts';
import { AUTHENTICATION_FAILURES, type AuthenticationFailure } from './authenticate.ts';
import { type MetricsFormat, prometheusText } from './metrics-format.ts';
import type { Storing } from './storing.ts';

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'];
const DURATION_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const REMOVED = ['scans', 'pictures', 'files', 'events'] as const satisfies readonly (keyof Removed)[];
const REFUSALS = ['overloaded', 'draining', 'scan-too-large', 'rate-limited'] as const;

/** How a screening fails through no fault of the request's form: what alerts look at, and so counted from 0. */
const SCREENING_FAILURES = [
  'unreadable-scan',
  'runtime-failed',
  'records-unavailable',
  'deadline-passed',
] as const satisfies readonly FailureCode[];

/** Node gauges whose names end like counters; the `nodejs_active_resources` family says the same by its right name. */
const MISNAMED_DEFAULTS = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

export interface AnsweredRequest {
  readonly method: string;
  /** The route's pattern, never the address; undefined where no route matched. */
  readonly route: string | undefined;
  readonly status: number;
  readonly seconds: number;
  readonly failure: Failure | null;
}

/** What was screened and is on record. */
export interface CountedScreenings {
  readonly document: Pick<ScanDocument, 'views' | 'screenings'>;
  /** What it took to put the scan on record: the same for each of its screenings. */
  readonly storeMs: number;
  /** The name of the request in the log. It goes into exemplars, never into a label. */
  readonly requestId?: string;
}

/** A scan that somebody waited for. */
export interface AnsweredScan extends CountedScreenings {
  readonly answerMs: number;
}

/** What the service counts. Labels take values from bounded lists only: no number, id or address of a scan. */
export interface Metrics {
  /** Every metric as it stands; only OpenMetrics has exemplars. */
  text(format: MetricsFormat): Promise<string>;
  countRequest(request: AnsweredRequest): void;
  countScan(scan: AnsweredScan): void;
  /** The screenings alone, of challengers and of scans that were accepted to be screened later. */
  countScreenings(screenings: CountedScreenings): void;
  countDroppedChallengers(technologies: readonly string[]): void;
  countFailedScreening(technologies: readonly string[], failure: Failure): void;
  /** How models ran: in which batches on a GPU, and what of it was asking other machines. */
  countRuns(results: readonly Pick<TechnologyResult, 'technology' | 'remote' | 'batches'>[]): void;
  countInference(technology: string, timings: InferTimings, queueMs: number, answerMs: number): void;
  countFailedInference(technology: string, failure: Failure): void;
  countAbandoned(stage: AbandonStage): void;
  /** Counts screenings whose truth was found; of each scan once, so never after a correction. */
  countInspections(judged: readonly JudgedScreenings[]): void;
  countFailedAuthentication(reason: AuthenticationFailure): void;
  countRemoved(removed: Removed): void;
  setEventClients(clients: number): void;
  countDelivery(outcome: DeliveryOutcome): void;
  setDeliveries(state: DeliveryState, count: number): void;
}

/**
 * The metrics of one application, in a registry of its own; the gauges are read from the screener when asked for.
 * Counters start at 0 wherever their labels are known beforehand: Prometheus sees no increase in a series that appears.
 */
export function createMetrics(screener: Screener, storing: Storing, taktSeconds: number): Metrics {
  // It writes OpenMetrics only: that renames its counters for good, so the older format is made from the text.
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  const registers = [registry];
  const durationBuckets = [...new Set([...DURATION_SECONDS, taktSeconds])].sort((a, b) => a - b);
  const readyTechnologies = () => screener.technologies().filter(({ state }) => state === 'ready');
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED_DEFAULTS) registry.removeSingleMetric(name);

  const requestSeconds = new Histogram({
    name: 'scanbench_http_request_duration_seconds',
    help: 'From the request’s first byte to the end of the reply, or to the reply itself where a body was left unread.',
    labelNames: ['method', 'route', 'status'],
    buckets: durationBuckets,
    registers,
  });
  const screeningSeconds = new Histogram<string>({
    name: 'scanbench_screening_duration_seconds',
    help: 'How long each stage of a screening took.',
    labelNames: ['technology', 'stage'],
    buckets: durationBuckets,
    registers,
    enableExemplars: true,
  });
  const screenings = new Counter({
    name: 'scanbench_screenings_total',
    help: 'Screenings by technology and decision.',
    labelNames: ['technology', 'decision'],
    registers,
    collect() {
      for (const { id } of readyTechnologies()) {
        for (const decision of DECISIONS) this.inc({ technology: id, decision }, 0);
      }
    },
  });
  const failures = new Counter({
    name: 'scanbench_screening_failures_total',
    help: 'Scans that could not be screened, by technology and failure code.',
    labelNames: ['technology', 'code'],
    registers,
    collect() {
      for (const { id } of readyTechnologies()) {
        for (const code of SCREENING_FAILURES) this.inc({ technology: id, code }, 0);
      }
    },
  });
  const inspections = new Counter({
    name: 'scanbench_inspections_total',
    help: 'Screenings of inspected scans by decision and truth, as first recorded: corrections are not counted again.',
    labelNames: ['technology', 'decision', 'truth'],
    registers,
    collect() {
      for (const { id } of readyTechnologies()) {
        for (const decision of DECISIONS) {
          for (const truth of INSPECTION_OUTCOMES) this.inc({ technology: id, decision, truth }, 0);
        }
      }
    },
  });
  const refused = new Counter({
    name: 'scanbench_refused_total',
    help: 'Scans and other work refused before it began, by reason.',
    labelNames: ['reason'],
    registers,
  });
  for (const reason of REFUSALS) refused.inc({ reason }, 0);
  const abandoned = new Counter({
    name: 'scanbench_abandoned_total',
    help: 'Scans whose sender left before the answer, by how far they had come.',
    labelNames: ['stage'],
    registers,
  });
  for (const stage of ABANDON_STAGES) abandoned.inc({ stage }, 0);
  const droppedChallengers = new Counter({
    name: 'scanbench_challengers_dropped_total',
    help: 'Silent screenings that were given up because live scans needed the threads, or the service stopped.',
    labelNames: ['technology'],
    registers,
  });
  const failedAuthentications = new Counter({
    name: 'scanbench_failed_authentications_total',
    help: 'Requests without a key that is in force, by reason.',
    labelNames: ['reason'],
    registers,
  });
  for (const reason of AUTHENTICATION_FAILURES) failedAuthentications.inc({ reason }, 0);
  const inferenceSeconds = new Histogram({
    name: 'scanbench_inference_duration_seconds',
    help: 'How long each stage of an answered request of the Open Inference Protocol took.',
    labelNames: ['technology', 'stage'],
    buckets: durationBuckets,
    registers,
  });
  const failedInferences = new Counter({
    name: 'scanbench_inference_failures_total',
    help: 'Requests of the Open Inference Protocol that failed, by technology and failure code.',
    labelNames: ['technology', 'code'],
    registers,
  });
  const batchSize = new Histogram({
    name: 'scanbench_batch_size',
    help: 'Tiles that a GPU was given at once, of all scans together; on the CPU each tile is a run of its own and none is counted.',
    labelNames: ['technology'],
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers,
  });
  const remoteSeconds = new Histogram({
    name: 'scanbench_remote_duration_seconds',
    help: 'How long a screening asked another machine: the round trips, what its server says it worked, and the rest, the network.',
    labelNames: ['technology', 'part'],
    buckets: durationBuckets,
    registers,
  });
  const remoteBytes = new Counter({
    name: 'scanbench_remote_bytes_total',
    help: 'Bytes of prepared scans sent to other machines, and of their answers.',
    labelNames: ['technology', 'direction'],
    registers,
    collect() {
      for (const { id, runtime } of readyTechnologies()) {
        if (runtime !== 'remote') continue;
        for (const direction of ['sent', 'received']) this.inc({ technology: id, direction }, 0);
      }
    },
  });
  const taktMet = new Counter({
    name: 'scanbench_takt_met_total',
    help: 'Scans answered within the takt time.',
    registers,
  });
  const taktMissed = new Counter({
    name: 'scanbench_takt_missed_total',
    help: 'Scans answered later than the takt time or not within their deadline: each holds up the lane.',
    registers,
  });
  new Gauge({
    name: 'scanbench_takt_seconds',
    help: 'The takt time that answers are measured against.',
    registers,
  }).set(taktSeconds);
  const scores = new Histogram({
    name: 'scanbench_anomaly_score',
    help: 'Scores of the screenings, 0 to 1.',
    labelNames: ['technology'],
    buckets: Array.from({ length: 20 }, (_, index) => (index + 1) / 20),
    registers,
  });
  const qualityFlags = new Counter({
    name: 'scanbench_scan_quality_flags_total',
    help: 'Views by what their quality report flags.',
    labelNames: ['flag'],
    registers,
  });
  for (const flag of QUALITY_FLAGS) qualityFlags.inc({ flag }, 0);
  registerScreenerState(registry, screener, storing);
  const removedTotal = new Counter({
    name: 'scanbench_retention_removed_total',
    help: 'What was removed because it was older than it is kept: scans are pseudonymised, the rest is gone.',
    labelNames: ['what'],
    registers,
  });
  for (const what of REMOVED) removedTotal.inc({ what }, 0);
  const deliveryTries = new Counter({
    name: 'scanbench_webhook_deliveries_total',
    help: 'Tries to tell a webhook of an event: arrived, failed and tried again, or dead after the last try.',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of DELIVERY_OUTCOMES) deliveryTries.inc({ outcome }, 0);
  const deliveries = new Gauge({
    name: 'scanbench_webhook_backlog',
    help: 'Events on their way to webhooks, and dead letters: those that were given up.',
    labelNames: ['state'],
    registers,
  });
  for (const state of DELIVERY_STATES) deliveries.set({ state }, 0);
  const eventClients = new Gauge({
    name: 'scanbench_event_clients',
    help: 'Clients that listen to events.',
    registers,
  });

  function countScreenings({ document, storeMs, requestId }: CountedScreenings): void {
    // What was screened for no request has none to point to.
    const exemplar = requestId === undefined ? {} : { exemplarLabels: { request_id: requestId } };
    for (const { technology, decision, score, timings } of document.screenings) {
      screenings.inc({ technology, decision });
      if (score !== null) scores.observe({ technology }, score);
      for (const [stage, ms] of [
        ['queue', timings.queueMs],
        ['decode', timings.decodeMs],
        ['prepare', timings.prepareMs],
        ['infer', timings.inferMs],
        ['interpret', timings.interpretMs],
        ['store', storeMs],
        ['total', timings.totalMs],
      ] as const) {
        screeningSeconds.observe({ labels: { technology, stage }, value: ms / 1000, ...exemplar });
      }
    }
    for (const view of document.views) for (const flag of view.quality.flags) qualityFlags.inc({ flag });
  }

  return {
    async text(format) {
      const openMetrics = await registry.metrics();
      return format === 'openmetrics' ? openMetrics : prometheusText(openMetrics);
    },
    countRequest({ method, route, status, seconds, failure }) {
      requestSeconds.observe(
        { method: METHODS.includes(method) ? method : 'other', route: route ?? 'other', status: String(status) },
        seconds,
      );
      // Whoever asks whether the service is ready is told no with the same codes; that refuses nobody.
      if (method === 'GET' || method === 'HEAD') return;
      const reason = REFUSALS.find((refusal) => refusal === failure?.code);
      if (reason !== undefined) refused.inc({ reason });
    },
    countScan({ answerMs, ...answered }) {
      countScreenings(answered);
      (answerMs <= taktSeconds * 1000 ? taktMet : taktMissed).inc();
    },
    countScreenings,
    countDroppedChallengers(technologies) {
      for (const technology of technologies) droppedChallengers.inc({ technology });
    },
    countFailedScreening(technologies, failure) {
      const failed = failure.technology === undefined ? technologies : [failure.technology];
      for (const technology of failed) failures.inc({ technology, code: failure.code });
      if (failure.code === 'deadline-passed') taktMissed.inc();
    },
    countRuns(results) {
      for (const { technology, remote, batches = [] } of results) {
        for (const size of batches) batchSize.observe({ technology }, size);
        if (remote === undefined) continue;
        const parts = { 'round-trip': remote.roundTripMs, server: remote.serverMs, network: networkMsOf(remote) };
        for (const [part, ms] of Object.entries(parts)) {
          if (ms !== null) remoteSeconds.observe({ technology, part }, ms / 1000);
        }
        remoteBytes.inc({ technology, direction: 'sent' }, remote.sentBytes);
        remoteBytes.inc({ technology, direction: 'received' }, remote.receivedBytes);
      }
    },
    countInference(technology, { decodeMs, inferMs, encodeMs }, queueMs, answerMs) {
      const stages = { queue: queueMs, decode: decodeMs, infer: inferMs, encode: encodeMs, total: answerMs };
      for (const [stage, ms] of Object.entries(stages)) inferenceSeconds.observe({ technology, stage }, ms / 1000);
    },
    countFailedInference: (technology, { code }) => failedInferences.inc({ technology, code }),
    countAbandoned: (stage) => abandoned.inc({ stage }),
    countInspections(judged) {
      for (const { technology, decision, truth, count } of judged)
        inspections.inc({ technology, decision, truth }, count);
    },
    countFailedAuthentication: (reason) => failedAuthentications.inc({ reason }),
    countRemoved(removed) {
      for (const what of REMOVED) removedTotal.inc({ what }, removed[what]);
    },
    setEventClients: (clients) => eventClients.set(clients),
    countDelivery: (outcome) => deliveryTries.inc({ outcome }),
    setDeliveries: (state, count) => deliveries.set({ state }, count),
  };
}

function registerScreenerState(registry: Registry<OpenMetricsContentType>, screener: Screener, storing: Storing): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `scanbench_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  gauge('in_flight', 'Scans admitted and not yet answered.', () => screener.state().inFlight.live + storing.count());
  gauge('storing', 'Scans in flight that have left their place and are being put on record.', storing.count);
  gauge(
    'in_flight_limit',
    'Places: scans that are uploaded, wait or are screened at the same time.',
    () => screener.state().inFlightLimit.live,
  );
  gauge('queue_depth', 'Scans that wait for a thread.', () => screener.state().queueDepth.live);
  const backgroundGauge = (name: string, help: string, read: () => ByPriority<number>) =>
    new Gauge({
      name: `scanbench_background_${name}`,
      help,
      labelNames: ['priority'],
      registers: [registry],
      collect() {
        for (const priority of ['challenger', 'bench'] as const) this.set({ priority }, read()[priority]);
      },
    });
  const beside = 'Background work admitted and not yet done, beside the scans in flight.';
  backgroundGauge('in_flight', beside, () => screener.state().inFlight);
  backgroundGauge('queue_depth', 'Background work that waits for a thread.', () => screener.state().queueDepth);
  new Gauge({
    name: 'scanbench_workers',
    help: 'Threads that screen, by state; a dead one died while it started and is not replaced.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const [state, count] of Object.entries(screener.state().workers)) this.set({ state }, count);
    },
  });
  new Counter({
    name: 'scanbench_worker_restarts_total',
    help: 'Threads that were replaced, by reason.',
    labelNames: ['reason'],
    registers: [registry],
    collect() {
      this.reset();
      const { workerRestarts } = screener.state();
      for (const reason of RESTART_REASONS) this.inc({ reason }, workerRestarts[reason] ?? 0);
    },
  });
  new Counter({
    name: 'scanbench_worker_busy_seconds_total',
    help: 'Time that threads spent on scans, all threads together.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(screener.state().workerBusySeconds);
    },
  });
  new Gauge({
    name: 'scanbench_technology_info',
    help: 'The technologies that are ready, with what they consist of; always 1.',
    labelNames: ['technology', 'model', 'version', 'sha256', 'runtime', 'provider', 'precision'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { id, model, runtime, provider, precision, state } of screener.technologies()) {
        if (state !== 'ready') continue;
        const { id: modelId, version, sha256 } = model;
        this.set({ technology: id, model: modelId, version, sha256, runtime, provider, precision }, 1);
      }
    },
  });
}
