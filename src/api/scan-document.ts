import type { ScanMetadata } from '../domain/scan/scan-metadata.ts';
import type { ScanDocument, Screening, ViewReport } from '../domain/screening/scan.ts';
import type { ScanResult, TechnologyResult } from '../domain/screening/scan-result.ts';

/** A view in an answer, with its picture where that was asked for. */
export type AnsweredView = ViewReport & { readonly image?: string };

/** The scan document as it goes out: the domain's, plus pictures of the views where they were asked for. */
export interface AnsweredScan extends ScanDocument {
  readonly views: readonly AnsweredView[];
}

/** What a document of a screened scan is put together from. */
export interface DocumentParts {
  readonly id: string;
  readonly receivedAt: Date;
  readonly metadata: ScanMetadata;
  readonly maps: 'none' | 'inline' | 'link';
  readonly result: ScanResult;
  readonly queueMs: number;
  /** From the whole body to the answer, all technologies together. */
  readonly answerMs: number;
}

/** Puts together what is answered to a posted scan. */
export function scanDocument(parts: DocumentParts): AnsweredScan {
  const { result } = parts;
  return {
    id: parts.id,
    receivedAt: parts.receivedAt.toISOString(),
    state: 'screened',
    metadata: parts.metadata,
    views: result.views.map((view) => {
      const picture = result.viewPngs.find((candidate) => candidate.view === view.name);
      return picture === undefined ? view : { ...view, image: pngDataUri(picture.png) };
    }),
    screenings: result.results.map((technology) => screening(technology, parts)),
  };
}

/** The document with addresses in place of its pictures: what is kept. */
export function withoutPictures(document: AnsweredScan): ScanDocument {
  return {
    ...document,
    views: document.views.map(({ image: _, ...view }) => view),
    // In the order of the answer: the first answer once more is the same to the byte.
    screenings: document.screenings.map((screening) => {
      if (screening.anomalyMaps === undefined) return screening;
      const address = (view: string) => anomalyMapAddress(document.id, screening.technology, view);
      const views = Object.keys(screening.anomalyMaps);
      return { ...screening, anomalyMaps: Object.fromEntries(views.map((view) => [view, address(view)])) };
    }),
  };
}

/** Where the anomaly map of one view is read. */
export function anomalyMapAddress(scanId: string, technology: string, view: string): string {
  return `/v1/scans/${scanId}/screenings/${encodeURIComponent(technology)}/views/${view}/anomaly-map.png`;
}

function screening(answer: TechnologyResult, parts: DocumentParts): Screening {
  const { anomalyMapPngs, timings, ownMs, remote: _, technology, operatingPoint, ...decision } = answer;
  const othersMs = parts.result.results.reduce((sum, result) => sum + result.ownMs, -ownMs);
  return {
    technology,
    ...decision,
    operatingPoint,
    ...(parts.maps !== 'none' && {
      anomalyMaps: Object.fromEntries(
        anomalyMapPngs.map(({ view, png }) => [
          view,
          parts.maps === 'inline' ? pngDataUri(png) : anomalyMapAddress(parts.id, technology, view),
        ]),
      ),
    }),
    timings: {
      queueMs: roundMs(parts.queueMs),
      decodeMs: roundMs(timings.decodeMs),
      prepareMs: roundMs(timings.prepareMs),
      inferMs: roundMs(timings.inferMs),
      interpretMs: roundMs(timings.interpretMs),
      totalMs: roundMs(Math.max(0, parts.answerMs - othersMs)),
    },
  };
}

export function pngDataUri(png: Uint8Array<ArrayBuffer>): string {
  return `data:image/png;base64,${Buffer.from(png.buffer, png.byteOffset, png.byteLength).toString('base64')}`;
}

/** Microseconds are the finest that a clock in a shared machine tells apart. */
function roundMs(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
