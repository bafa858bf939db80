import type { Problem } from '../api-document.ts';
import type { ScanSource } from '../screened-scan.ts';

/** One scan that was to be screened and got no decision, with what is needed to try again. */
export interface FailedScan {
  readonly id: string;
  readonly name: string;
  readonly source: ScanSource;
  readonly problem: Problem;
}

/** So many are named: the strip has all of them, and a notice that is longer than the page hides its own buttons. */
const NAMED_LIMIT = 5;

/** What to show when some of several scans got no decision: the notice of each was gone with the next one. */
export function severalFailed(names: readonly string[], sent: number): Problem {
  const named = names.slice(0, NAMED_LIMIT).join(', ');
  const more = names.length - NAMED_LIMIT;
  return {
    title: `${names.length} of ${sent} scans ${names.length === 1 ? 'was' : 'were'} not screened`,
    detail: more > 0 ? `${named} and ${more} more.` : `${named}.`,
    cure: 'Choose one under “This page” to see why, and to try again.',
    code: null,
  };
}
