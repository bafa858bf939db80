import type { Energy } from '../domain/plane.ts';

const NAMED = /^(?:(.+)[._-])?([a-z][a-z0-9]*)\.(high|low)\.(?:png|tiff?|jpe?g)$/i;

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

function energyOf(word: string): Energy {
  return word.toLowerCase() === 'low' ? 'low' : 'high';
}

/**
 * Groups dropped files into scans. `side.high.png` and `side.low.png` belong to one scan, and so do
 * `gate3.side.high.png` and `gate3.top.high.png`; any other file is a scan of its own.
 */
export function groupScanFiles<F extends { readonly name: string }>(files: readonly F[]): readonly ScanUpload<F>[] {
  const uploads: ScanUpload<F>[] = [];
  const groups = new Map<string, { name: string; file: F }[]>();
  for (const file of files) {
    const match = NAMED.exec(file.name);
    const [, prefix = '', view, energy] = match ?? [];
    if (view === undefined || energy === undefined) {
      uploads.push({ name: file.name, kind: 'body', file });
      continue;
    }
    const parts = groups.get(prefix) ?? [];
    parts.push({ name: `${view.toLowerCase()}.${energyOf(energy)}`, file });
    groups.set(prefix, parts);
  }
  for (const [prefix, parts] of groups) {
    uploads.push({ name: prefix === '' ? parts.map((part) => part.name).join(' + ') : prefix, kind: 'parts', parts });
  }
  return uploads;
}
