import { type Static, Type } from 'typebox';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { DrawJob, ViewDrawing } from '../../domain/screening/draw-job.ts';
import type { Records } from '../../records/open-records.ts';
import { checkColumn, deleteScanCure } from '../../records/read-column.ts';
import type { Screener } from '../../workers/screener.ts';
import { readAnomalyMap } from './read-anomaly-map.ts';
import { readUploads } from './read-uploads.ts';

/** Which picture of a scan on record. */
export interface PictureAddress {
  readonly scanId: string;
  readonly view: string;
  /** What is drawn over it, if anything: what this technology found. */
  readonly technology: string | null;
  readonly port: string | null;
}

const BoxSchema = Type.Object({ x: Type.Number(), y: Type.Number(), width: Type.Number(), height: Type.Number() });

/** The part of a kept screening that is drawn. */
const ScreeningSchema = Type.Object({
  operatingPoint: Type.Object({ threshold: Type.Number() }),
  detections: Type.Array(Type.Object({ view: Type.String(), box: BoxSchema, score: Type.Number() })),
});
const ViewsSchema = Type.Array(Type.Object({ name: Type.String(), containers: Type.Array(BoxSchema) }));

export const NO_SUCH_PICTURE =
  'This scan has no such picture on record: check the id, the view and the technology, and that pictures are still kept.';

const PATIENCE_MS = 30_000;

/**
 * Draws a picture of a scan on record, in a thread and behind the scans at the gate. Fails with `not-found`,
 * `unreadable-scan` or `records-unavailable` where it cannot be read, with `overloaded` or `draining` where no place for it is
 * free, and with `deadline-passed`, `unreadable-scan` or `runtime-failed` where the thread does.
 */
export async function drawPicture(
  { screener, records }: { readonly screener: Screener; readonly records: Records },
  address: PictureAddress,
): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  const permit = screener.admit({ priority: 'challenger' });
  if (!permit.ok) return permit;
  try {
    const job = await drawJob(records, address);
    if (!job.ok) return job;
    const deadlineAt = performance.now() + PATIENCE_MS;
    const drawn = await screener.draw(job.value, {
      deadlineAt,
      signal: new AbortController().signal,
      priority: 'challenger',
    });
    return drawn.ok ? succeed(drawn.value.result) : drawn;
  } finally {
    permit.value.release();
  }
}

async function drawJob(
  records: Records,
  { scanId, view, technology, port }: PictureAddress,
): Promise<Outcome<DrawJob>> {
  const uploads = await readUploads(records, scanId, port);
  if (!uploads.ok) return uploads;
  const files = uploads.value.filter((file) => file.view === view);
  if (files.length === 0) return fail('not-found', NO_SUCH_PICTURE);
  if (technology === null) return succeed({ files, findings: null });

  const screening = await records.pictures.screening(scanId, technology, port);
  if (!screening.ok) return screening;
  if (screening.value === null) return fail('not-found', NO_SUCH_PICTURE);
  const mapPng = await readAnomalyMap(records, { scanId, view, technology, port });
  if (!mapPng.ok) return mapPng;
  const cure = deleteScanCure(scanId);
  const what = `the screening of the scan ${scanId} by ${technology}`;
  const found = checkColumn(ScreeningSchema, screening.value.document, { what, cure });
  if (!found.ok) return found;
  const views = checkColumn(ViewsSchema, screening.value.views, { what: `the views of the scan ${scanId}`, cure });
  if (!views.ok) return views;
  return succeed({ files, findings: findingsOn(view, found.value, views.value, mapPng.value) });
}

function findingsOn(
  view: string,
  { operatingPoint, detections }: Static<typeof ScreeningSchema>,
  views: Static<typeof ViewsSchema>,
  mapPng: Uint8Array<ArrayBuffer> | null,
): ViewDrawing {
  return {
    mapPng,
    threshold: operatingPoint.threshold,
    detections: detections.filter((detection) => detection.view === view),
    containers: views.find(({ name }) => name === view)?.containers ?? [],
  };
}
