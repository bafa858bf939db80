import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { decodeScan } from '../../formats/decode-scan.ts';
import type { ScanSource } from '../samples/find-scans.ts';
import { scanKey } from '../samples/scan-key.ts';

/** A scan by its name, and by its pixels (`scanKey`). */
export interface KnownScan {
  readonly scan: string;
  readonly key: string;
}

/**
 * The pixels of the scans that are to be timed, as they lie in their folder now; those that cannot be read are left out, and
 * named by the accuracy run. Fails where none can be.
 */
export async function readTimedKeys(
  sources: readonly ScanSource[],
  timed: readonly string[],
): Promise<Outcome<readonly KnownScan[]>> {
  const known: KnownScan[] = [];
  let unreadable: Outcome<never> | null = null;
  for (const source of sources.filter(({ name }) => timed.includes(name))) {
    const files = await source.load();
    const decoded = files.ok ? await decodeScan(files.value) : files;
    if (decoded.ok) known.push({ scan: source.name, key: scanKey(decoded.value) });
    else unreadable ??= fail(decoded.failure.code, `${source.name}: ${decoded.failure.message}`);
  }
  return known.length === 0 && unreadable !== null ? unreadable : succeed(known);
}

/** Why no speed may stand beside this accuracy run, or null where it may: it must have screened the scans that were timed. */
export function whyOtherScans(screened: readonly KnownScan[], timed: readonly KnownScan[]): string | null {
  const keys = new Map(screened.map(({ scan, key }) => [scan, key]));
  const changed = timed.filter(({ scan, key }) => keys.get(scan) !== key);
  const [example] = changed;
  if (example === undefined) return null;
  return (
    `${changed.length} of ${timed.length} timed scans changed while the benchmark ran (${example.scan}): the accuracy run ` +
    'screened other pixels than were timed. Run the benchmark anew, and leave the sample sets alone meanwhile.'
  );
}
