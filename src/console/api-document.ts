import type { Inspection } from '../domain/comparison/inspection.ts';
import type { ScanDocument, ViewReport } from '../domain/screening/scan.ts';

/** A view with its picture: the primary plane as a data URI of a lossless grey PNG. */
export type PicturedView = ViewReport & { readonly image?: string };

/** The answer to `POST /v1/scans?maps=inline&images=inline`. */
export type PicturedScan = Omit<ScanDocument, 'views'> & {
  readonly views: readonly PicturedView[];
  /** What officers found, where that was on record when the document was read. */
  readonly inspection?: RecordedInspection;
};

/** What is on record of an inspection: the version that counts. */
export interface RecordedInspection extends Inspection {
  readonly version: number;
  readonly recordedAt: string;
}

/** An error as the service tells it (RFC 9457), or as the page does where the service cannot be reached. */
export interface Problem {
  readonly title: string;
  readonly detail: string;
  readonly cure: string;
  readonly code: string | null;
}

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem };

/** Who screens, as the service says: the champion in effect, if any, and those that screen silently. */
export interface WhoScreens {
  readonly screensNow: string | null;
  readonly challengers: readonly string[];
}

/** The same, with when it was changed. */
export interface WhoScreensSince extends WhoScreens {
  readonly history: readonly { readonly since: string }[];
}
