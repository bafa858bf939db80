import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { counted, countedOf } from '../../domain/language/counted.ts';
import type { Report, ReportedScan } from '../bench/report/report.ts';
import type { ScanPairing } from './comparison.ts';

export interface PairedScan {
  readonly truth: ReportedScan['truth'];
  readonly first: ReportedScan['answers'];
  readonly second: ReportedScan['answers'];
}

export interface PairedScans {
  readonly pairing: ScanPairing;
  /** Null where the scans are not the same. */
  readonly scans: readonly PairedScan[] | null;
}

/** Below this share of either report's scans, those that both hold speak for neither. */
const LEAST_SHARE = 0.5;

/**
 * The scans that both reports hold, known by their pixels; a set may hold the same pixels several times. Unpaired, with
 * the reason, where they are fewer than half of either report's. Fails with `conflict` where the truth of a scan was
 * changed between the reports: one of them counts it wrongly.
 */
export function pairScans(first: Pick<Report, 'scans'>, second: Pick<Report, 'scans'>): Outcome<PairedScans> {
  const others = new Map(occurrences(second.scans).map(({ key, scan }) => [key, scan]));
  const both = occurrences(first.scans).flatMap(({ key, scan }) => {
    const other = others.get(key);
    return other === undefined ? [] : [{ scan, other }];
  });
  const changed = both.filter(({ scan, other }) => scan.truth !== other.truth);
  const [example] = changed;
  if (example !== undefined) {
    return fail(
      'conflict',
      `${countedOf(changed.length, both.length, 'scan')} ${changed.length === 1 ? 'is' : 'are'} ${example.scan.truth} in one report and ${example.other.truth} in the other ` +
        `(planes ${example.scan.scan.slice(0, 12)}): the truth was changed between the runs; make both anew.`,
    );
  }
  const most = Math.max(first.scans.length, second.scans.length);
  if (both.length === 0 || both.length < LEAST_SHARE * most) {
    return succeed({ pairing: { state: 'unpaired', reason: whyUnpaired(first, second, both.length) }, scans: null });
  }
  return succeed({
    pairing: {
      state: 'paired',
      threats: both.filter(({ scan }) => scan.truth === 'threat').length,
      benigns: both.filter(({ scan }) => scan.truth === 'benign').length,
      onlyFirst: first.scans.length - both.length,
      onlySecond: second.scans.length - both.length,
    },
    scans: both.map(({ scan, other }) => ({ truth: scan.truth, first: scan.answers, second: other.answers })),
  });
}

/** Each scan under its key and how many of the same pixels came before it. */
function occurrences(scans: readonly ReportedScan[]): readonly { readonly key: string; readonly scan: ReportedScan }[] {
  const seen = new Map<string, number>();
  return scans.map((scan) => {
    const before = seen.get(scan.scan) ?? 0;
    seen.set(scan.scan, before + 1);
    return { key: `${scan.scan} ${before}`, scan };
  });
}

function whyUnpaired(first: Pick<Report, 'scans'>, second: Pick<Report, 'scans'>, both: number): string {
  const lacking = [first, second].filter(({ scans }) => scans.length === 0).length;
  const independent = 'the two are compared as independent samples, with wider bounds';
  if (lacking > 0)
    return `${lacking === 2 ? 'Neither report lists scans' : 'One of the reports lists no scans'}: ${independent}.`;
  if (both === 0)
    return `The reports are on different scans: ${independent}, and a difference may be one of the scans.`;
  return (
    `Only ${counted(both, 'scan')} ${both === 1 ? 'is' : 'are'} in both reports (of ${first.scans.length} and ${second.scans.length}): ${independent}, ` +
    'and a difference may be one of the scans.'
  );
}
