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
