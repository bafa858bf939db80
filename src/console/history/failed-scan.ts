import type { Problem } from '../api-document.ts';
import type { ScanSource } from '../screened-scan.ts';

/** One scan that was to be screened and got no decision, with what is needed to try again. */
export interface FailedScan {
  readonly id: string;
  readonly name: string;
  readonly source: ScanSource;
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
