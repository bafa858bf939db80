import { type Outcome, succeed } from '../../domain/failure.ts';
import { decodeScan } from '../../formats/decode-scan.ts';
import type { ScanSource } from '../find-scans.ts';
import { scanKey } from '../scan-key.ts';

/** A scan by its name, and by its pixels (`scanKey`). */
export interface KnownScan {
  readonly scan: string;
  readonly key: string;
}

/** The pixels of the timed scans as they lie in their folder now. Fails where one cannot be read. */
export async function readTimedKeys(
  sources: readonly ScanSource[],
  timed: readonly string[],
): Promise<Outcome<readonly KnownScan[]>> {
  const known: KnownScan[] = [];
  for (const source of sources.filter(({ name }) => timed.includes(name))) {
    const files = await source.load();
    if (!files.ok) return files;
    const decoded = await decodeScan(files.value);
    if (!decoded.ok) return decoded;
    known.push({ scan: source.name, key: scanKey(decoded.value) });
  }
  return succeed(known);
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
