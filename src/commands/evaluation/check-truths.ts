import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { ScanSource } from '../samples/find-scans.ts';

/** Whether the truth of each scan is known. Fails with `malformed-request` where one is a bare picture. */
export function checkTruths(sources: readonly ScanSource[]): Outcome<null> {
  const unknown = sources.find(({ sample }) => sample === null);
  if (unknown === undefined) return succeed(null);
  return fail(
    'malformed-request',
    // By its folder: that is what was named, and the name of a scan is that of no file.
    `What ${unknown.folder} holds is not known: evaluate sample sets, not folders of scans. Benign scans in a folder called good, beside one for each kind of threat, are such a set.`,
  );
}
