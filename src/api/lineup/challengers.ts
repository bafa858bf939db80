import type { FastifyBaseLogger } from 'fastify';
import type { ScanMetadata } from '../../domain/scan/scan-metadata.ts';
import type { ScanFile } from '../../domain/scan/view.ts';
import type { Records } from '../../records/open-records.ts';
import { insertScreenings } from '../../records/scans/write-scans.ts';
import type { Screener } from '../../workers/screener.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { scanDocument } from '../scan-document.ts';
import type { CurrentLineup } from './lineup.ts';
import { silentFacts } from './screening-facts.ts';

/** A scan that was answered and is on record. */
export interface AnsweredPassage {
  readonly id: string;
  readonly receivedAt: Date;
  readonly metadata: ScanMetadata;
  /** Those that have screened it already. */
  readonly technologies: readonly string[];
  /** The files, given back by the thread; moved away again. */
  readonly files: readonly ScanFile[];
}

export interface Challengers {
  /**
   * Lets the challengers screen a scan after its answer. Nobody waits for it: it is refused, and counted, under load. Gives
   * false where there is none to: the files are left to the caller.
   */
  challenge(passage: AnsweredPassage): boolean;
  /** Resolves when none screens any more. */
  whenIdle(): Promise<void>;
}

export interface ChallengersOptions {
  readonly screener: Screener;
  readonly records: Records;
  readonly lineup: CurrentLineup;
  readonly metrics: Metrics;
  readonly log: FastifyBaseLogger;
}

/** A silent screening that takes longer than this helps nobody: the pilot has gone on. */
const PATIENCE_MS = 600_000;

/**
 * Runs the challengers of the lineup on scans that the champion has answered, all of them in one pass over the scan. Their
 * screenings go on record together or not at all.
 */
export function createChallengers({ screener, records, lineup, metrics, log }: ChallengersOptions): Challengers {
  const running = new Set<Promise<void>>();

  async function screenSilently(passage: AnsweredPassage, technologies: readonly string[]): Promise<void> {
    const permit = screener.admit({ priority: 'challenger' });
    if (!permit.ok) return metrics.countDroppedChallengers(technologies);
    try {
      const begunAt = performance.now();
      const screened = await screener.screen(
        { files: passage.files, technologies, maps: 'none', images: 'none' },
        { deadlineAt: begunAt + PATIENCE_MS, signal: new AbortController().signal, priority: 'challenger' },
      );
      if (!screened.ok) {
        if (screened.failure.code === 'draining') return metrics.countDroppedChallengers(technologies);
        return metrics.countFailedScreening(technologies, screened.failure);
      }
      const answerMs = performance.now() - begunAt;
      metrics.countRuns(screened.value.result.results);
      const document = scanDocument({ ...passage, ...screened.value, maps: 'none', answerMs });
      const factsOf = silentFacts(screener.technologies());
      const kept = await records.commit.write((transaction) =>
        insertScreenings(transaction, passage.id, document, factsOf, Date.now()),
      );
      if (!kept.ok) return metrics.countDroppedChallengers(technologies);
      metrics.countScreenings({
        document: { ...document, views: [] },
        storeMs: performance.now() - begunAt - answerMs,
      });
      metrics.countInspections(kept.value);
    } finally {
      permit.value.release();
    }
  }

  return {
    challenge(passage) {
      const ready = screener.technologies().filter(({ state }) => state === 'ready');
      const technologies = lineup
        .get()
        .challengers.filter(
          (id) => !passage.technologies.includes(id) && ready.some((technology) => technology.id === id),
        );
      if (technologies.length === 0) return false;
      const work = screenSilently(passage, technologies)
        .catch((bug: unknown) => log.error({ err: bug }, 'a challenger failed through a bug'))
        .finally(() => running.delete(work));
      running.add(work);
      return true;
    },
    async whenIdle() {
      await Promise.all(running);
    },
  };
}
