import { energyInName } from '../domain/scan/energy-in-name.ts';
import type { Energy } from '../domain/scan/plane.ts';

const PICTURE = /^(.+)\.(?:png|tiff?|jpe?g)$/i;
/** What goes before an energy after a dot: a scan's name, if any, and the view. */
const SCAN_AND_VIEW = /^(?:(.+)[._-])?([a-z][a-z0-9]*)$/i;

const TYPES_BY_EXTENSION: Readonly<Record<string, string>> = {
  png: 'image/png',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
};

/** What a scan is sent as: one bare body, or parts named `<view>.<energy>`. */
export type ScanUpload<F> =
  | { readonly name: string; readonly kind: 'body'; readonly file: F }
  | {
      readonly name: string;
      readonly kind: 'parts';
      readonly parts: readonly { readonly name: string; readonly file: F }[];
    };

/** The media type to declare for a file, by its own word or else by its name. */
export function mediaTypeOf(file: { readonly name: string; readonly type: string }): string {
  if (file.type !== '') return file.type;
  const extension = file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase();
  return TYPES_BY_EXTENSION[extension] ?? 'application/octet-stream';
}

/** The scan, the view and the energy that a file's name says; null where it says no energy. */
function partNamed(fileName: string): { readonly scan: string; readonly view: string; readonly energy: Energy } | null {
  const name = PICTURE.exec(fileName)?.[1] ?? '';
  const named = energyInName(name);
  if (named === null) return null;
  const { stem, energy } = named;
  const [, scan = '', view] = name[stem.length] === '.' ? (SCAN_AND_VIEW.exec(stem) ?? []) : [];
  return view === undefined ? { scan: stem, view: 'side', energy } : { scan, view: view.toLowerCase(), energy };
}

/**
 * Groups dropped files into scans. `side.high.png` and `side.low.png` belong to one scan, and so do
 * `gate3.side.high.png` and `gate3.top.high.png`, or `gate3_high.png` and `gate3_low.png`, which name no view; any other
 * file is a scan of its own.
 */
export function groupScanFiles<F extends { readonly name: string }>(files: readonly F[]): readonly ScanUpload<F>[] {
  const uploads: ScanUpload<F>[] = [];
  const groups = new Map<string, { name: string; file: F }[]>();
  for (const file of files) {
    const part = partNamed(file.name);
    if (part === null) {
      uploads.push({ name: file.name, kind: 'body', file });
      continue;
    }
    const parts = groups.get(part.scan) ?? [];
    parts.push({ name: `${part.view}.${part.energy}`, file });
    groups.set(part.scan, parts);
  }
  for (const [prefix, parts] of groups) {
    uploads.push({ name: prefix === '' ? parts.map((part) => part.name).join(' + ') : prefix, kind: 'parts', parts });
  }
  return uploads;
}
