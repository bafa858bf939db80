import { fail, type Outcome, succeed } from '../failure.ts';
import type { ScanMetadata } from './scan-metadata.ts';

/**
 * What a scan was declared to hold, in the few classes that figures are told apart by: `empty`, `hs-NN` for the one
 * chapter of the Harmonized System that all declared goods are of, `mixed` for several, null where nothing was declared.
 */
export function declaredCargo({ declaredEmpty, hsCodes = [] }: ScanMetadata): string | null {
  if (declaredEmpty === true) return 'empty';
  const chapters = new Set(hsCodes.map((code) => code.slice(0, 2)));
  const [chapter] = chapters;
  if (chapter === undefined) return null;
  return chapters.size === 1 ? `hs-${chapter}` : 'mixed';
}

/** Reads one of these classes. Fails with `malformed-request` where scans are never told apart by it. */
export function parseDeclaredCargo(text: string): Outcome<string> {
  if (/^(empty|mixed|hs-\d\d)$/.test(text)) return succeed(text);
  return fail(
    'malformed-request',
    `No scan is declared as the cargo ${JSON.stringify(text)}: name empty, mixed or, for one chapter of the Harmonized System, hs-NN, such as hs-09.`,
  );
}
