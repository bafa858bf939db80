import type { FastifyRequest } from 'fastify';
import type { Config } from '../../config/config.ts';
import { type Outcome, succeed } from '../../domain/failure.ts';
import type { Screener } from '../../workers/screener.ts';
import { type CurrentLineup, championOf } from '../lineup/lineup.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { readBody } from '../upload/read-body.ts';
import { readUpload, type Upload, unsupportedMediaType } from '../upload/upload.ts';
import { chooseTechnologies } from './choose-technologies.ts';
import { whyNotScreening } from './why-not-screening.ts';

export interface ReceivingOptions {
  readonly config: Pick<Config, 'maxScanBytes'>;
  readonly lineup: CurrentLineup;
  readonly screener: Screener;
  readonly metrics: Metrics;
}

/** An admitted scan whose body has arrived whole. */
export interface Received extends Upload {
  /** Those that screen, in the order of the answer. */
  readonly technologies: readonly string[];
  /** Who answered scans that name no technology when these were chosen; null where none could. */
  readonly champion: string | null;
  readonly receivedAt: Date;
  /** The same moment on the clock of `performance.now()`. */
  readonly wholeAt: number;
}

/**
 * Reads an admitted scan, the cheapest checks first: its type and the technologies before the body is taken from the
 * socket. A body that cannot be read counts as a failed screening.
 */
export async function receiveScan(
  request: FastifyRequest,
  requested: readonly string[],
  { config, lineup, screener, metrics }: ReceivingOptions,
): Promise<Outcome<Received>> {
  const contentType = request.headers['content-type'];
  if (contentType === undefined) return unsupportedMediaType('', 'A body without a content type');
  const [known, current] = [screener.technologies(), lineup.get()];
  const technologies = chooseTechnologies(
    known,
    requested,
    current.champion,
    screener.state().workers.starting > 0 ? whyNotScreening(screener) : null,
  );
  if (!technologies.ok) return technologies;

  const body = await readBody(request.raw, config.maxScanBytes, request.admission?.upload);
  if (!body.ok) return body;
  const receivedAt = new Date();
  const wholeAt = performance.now();
  const upload = readUpload(contentType, body.value);
  if (!upload.ok) {
    metrics.countFailedScreening(technologies.value, upload.failure);
    return upload;
  }
  const champion = championOf(current, known) ?? null;
  return succeed({ ...upload.value, technologies: technologies.value, champion, receivedAt, wholeAt });
}
