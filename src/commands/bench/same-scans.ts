import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { countedOf } from '../../domain/language/counted.ts';
import type { ScanSource } from '../samples/find-scans.ts';
import { readScan } from '../samples/read-scan.ts';
import { scanKey } from '../samples/scan-key.ts';

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
    const read = await readScan(source);
    if (read.ok) known.push({ scan: source.name, key: scanKey(read.value.views) });
    else unreadable ??= fail(read.failure.code, `${source.name}: ${read.failure.message}`);
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
    `${countedOf(changed.length, timed.length, 'timed scan')} changed while the benchmark ran (${example.scan}): the accuracy run ` +
    'screened other pixels than were timed. Run the benchmark anew, and leave the sample sets alone meanwhile.'
  );
}
