import { INSPECTION_OUTCOMES } from '../../domain/comparison/inspection.ts';
import type { Failure, FailureCode } from '../../domain/failure.ts';
import { QUALITY_FLAGS } from '../../domain/scan/quality.ts';
import { DECISIONS } from '../../domain/screening/decision.ts';
import type { ScanDocument } from '../../domain/screening/scan.ts';
import type { JudgedScreenings } from '../../records/scans/judged-screenings.ts';
import type { ReadyTechnologies } from './ready-technologies.ts';
import type { MetricsRegistry } from './registry.ts';

/** How a screening fails through no fault of the request's form: what alerts look at, and so counted from 0. */
const SCREENING_FAILURES = [
  'unreadable-scan',
  'runtime-failed',
  'records-unavailable',
  'deadline-passed',
] as const satisfies readonly FailureCode[];

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

/** What technologies say of scans, how long it takes them, and whether the lane could wait for it. */
export interface ScreeningMetrics {
  countScan(scan: AnsweredScan): void;
  /** The screenings alone, of challengers and of scans that were accepted to be screened later. */
  countScreenings(screenings: CountedScreenings): void;
  countDroppedChallengers(technologies: readonly string[]): void;
  countFailedScreening(technologies: readonly string[], failure: Failure): void;
  /** Counts screenings whose truth is known: each once, as its scan is inspected or, where that came first, as it is screened; never after a correction. */
  countInspections(judged: readonly JudgedScreenings[]): void;
}

export function createScreeningMetrics(
  registry: MetricsRegistry,
  ready: ReadyTechnologies,
  taktSeconds: number,
): ScreeningMetrics {
  const seconds = registry.seconds({
    name: 'screening_duration_seconds',
    help: 'How long each stage of a screening took.',
    labels: ['technology', 'stage'],
    hasExemplars: true,
  });
  const screenings = registry.counter({
    name: 'screenings_total',
    help: 'Screenings by technology and decision.',
    labels: ['technology', 'decision'],
    zeros: () => ready().flatMap(({ id }) => DECISIONS.map((decision) => ({ technology: id, decision }))),
  });
  const failures = registry.counter({
    name: 'screening_failures_total',
    help: 'Scans that could not be screened, by technology and failure code.',
    labels: ['technology', 'code'],
    zeros: () => ready().flatMap(({ id }) => SCREENING_FAILURES.map((code) => ({ technology: id, code }))),
  });
  const inspections = registry.counter({
    name: 'inspections_total',
    help: 'Screenings of inspected scans by decision and truth, each once: corrections are not counted again.',
    labels: ['technology', 'decision', 'truth'],
    zeros: () =>
      ready().flatMap(({ id }) =>
        DECISIONS.flatMap((decision) => INSPECTION_OUTCOMES.map((truth) => ({ technology: id, decision, truth }))),
      ),
  });
  const droppedChallengers = registry.counter({
    name: 'challengers_dropped_total',
    help: 'Silent screenings that were given up because live scans needed the threads, or the service stopped.',
    labels: ['technology'],
    zeros: () => ready().map(({ id }) => ({ technology: id })),
  });
  const scores = registry.histogram({
    name: 'anomaly_score',
    help: 'Scores of the screenings, 0 to 1.',
    labels: ['technology'],
    buckets: Array.from({ length: 20 }, (_, index) => (index + 1) / 20),
  });
  const qualityFlags = registry.counter({
    name: 'scan_quality_flags_total',
    help: 'Views by what their quality report flags.',
    labels: ['flag'],
    zeros: () => QUALITY_FLAGS.map((flag) => ({ flag })),
  });
  const taktMet = registry.counter({ name: 'takt_met_total', help: 'Scans answered within the takt time.' });
  const taktMissed = registry.counter({
    name: 'takt_missed_total',
    help: 'Scans answered later than the takt time or not within their deadline: each holds up the lane.',
  });
  registry.gauge({ name: 'takt_seconds', help: 'The takt time that answers are measured against.' }).set(taktSeconds);

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
        seconds.observe({ labels: { technology, stage }, value: ms / 1000, ...exemplar });
      }
    }
    for (const view of document.views) for (const flag of view.quality.flags) qualityFlags.inc({ flag });
  }

  return {
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
    countInspections(judged) {
      for (const { technology, decision, truth, count } of judged) {
        inspections.inc({ technology, decision, truth }, count);
      }
    },
  };
}
