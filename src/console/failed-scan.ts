import type { Sample } from '../domain/sample.ts';
import type { Problem } from './api-document.ts';
import type { ScanUpload } from './scan-files.ts';

/** One scan that this page sent and that got no decision, with what is needed to send it again. */
export interface FailedScan {
  readonly id: string;
  readonly name: string;
  readonly upload: ScanUpload<File>;
  readonly sample: Sample | null;
  readonly problem: Problem;
}

/** What to show when some of several scans got no decision: the notice of each was gone with the next one. */
export function severalFailed(names: readonly string[], sent: number): Problem {
  return {
    title: `${names.length} of ${sent} scans ${names.length === 1 ? 'was' : 'were'} not screened`,
    detail: `${names.join(', ')}.`,
    cure: 'Choose one under “This page” to see why, and to try again.',
    code: null,
  };
}
