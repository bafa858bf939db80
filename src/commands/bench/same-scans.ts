import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { decodeScan } from '../../formats/decode-scan.ts';
import type { ScanSource } from '../samples/find-scans.ts';
import { scanKey } from '../samples/scan-key.ts';
import { loadMasks } from '../samples/threat-masks.ts';

/** A scan by its name, and by its pixels (`scanKey`). */
export interface KnownScan {
  readonly scan: string;
  readonly key: string;
}

/**
 * The pixels of the scans that are to be timed, as they lie in their folder now; those that cannot be read, or whose masks do
 * not fit, are left out, as by the accuracy run, which names them. Fails where none can be.
 */
export async function readTimedKeys(
  sources: readonly ScanSource[],
  timed: readonly string[],
): Promise<Outcome<readonly KnownScan[]>> {
  const known: KnownScan[] = [];
  let unreadable: Outcome<never> | null = null;
  for (const source of sources.filter(({ name }) => timed.includes(name))) {
    const key = await readKey(source);
    if (key.ok) known.push({ scan: source.name, key: key.value });
    else unreadable ??= fail(key.failure.code, `${source.name}: ${key.failure.message}`);
  }
  return known.length === 0 && unreadable !== null ? unreadable : succeed(known);
}

/** Fails where the accuracy run does not screen the scan, as that does. */
async function readKey(source: ScanSource): Promise<Outcome<string>> {
  const files = await source.load();
  if (!files.ok) return files;
  const decoded = await decodeScan(files.value);
  if (!decoded.ok) return decoded;
  const masks = await loadMasks(source, decoded.value);
  return masks.ok ? succeed(scanKey(decoded.value)) : masks;
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
