import type { Sample } from '../domain/scan/sample.ts';
import type { Answer, PicturedScan } from './api-document.ts';
import type { ScanUpload } from './scan-files.ts';

/** Where a scan comes from, so that it can be sent, and sent again. */
export interface ScanSource {
  readonly name: string;
  /** Set where the scan is a shipped sample: then the truth is known. */
  readonly sample: Sample | null;
  /** False where another try comes to nothing. */
  readonly canBeTriedAgain: boolean;
  /** What to send, read anew each time: many large scans at once would fill the memory. */
  prepare(): Promise<Answer<ScanUpload<File>>>;
}

/** One scan that this page screened, or read from the records. */
export interface ScreenedScan {
  readonly id: string;
  readonly name: string;
  readonly scan: PicturedScan;
  /** What it was made from; null where it was read from the records. */
  readonly source: ScanSource | null;
  /** From sending to having the answer, as this page saw it; null where it was read from the records. */
  readonly roundTripMs: number | null;
}
