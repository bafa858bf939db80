import type { ScreenedScan } from '../screened-scan.ts';
import type { FailedScan } from './failed-scan.ts';
import { anomalyMapAddress } from './picture-addresses.ts';

export type HistoryEntry = ScreenedScan | FailedScan;

/** So many keep their pictures, the newest: those of older ones are read from the records when they are opened again. */
const PICTURED_LIMIT = 24;

/** The history with one more entry in front. Nothing leaves it: a failure is there to be tried again. */
export function withEntry(history: readonly HistoryEntry[], entry: HistoryEntry): readonly HistoryEntry[] {
  let pictured = 0;
  return [entry, ...history.filter(({ id }) => id !== entry.id)].map((kept) => {
    if ('problem' in kept) return kept;
    pictured += 1;
    return pictured > PICTURED_LIMIT ? withoutPictures(kept) : kept;
  });
}

/** A source's name, or where it was screened before, with which record of it this is. */
export function nameOfRecord(history: readonly HistoryEntry[], name: string): string {
  const before = history.filter((entry) => !('problem' in entry) && entry.source?.name === name).length;
  return before === 0 ? name : `${name} (${before + 1})`;
}

function withoutPictures(screened: ScreenedScan): ScreenedScan {
  const { id, scan } = screened;
  const views = scan.views.map(({ image: _, ...view }) => view);
  const screenings = scan.screenings.map((screening) => {
    if (screening.anomalyMaps === undefined) return screening;
    const maps = Object.keys(screening.anomalyMaps);
    const addresses = maps.map((view) => [view, anomalyMapAddress(id, screening.technology, view)]);
    return { ...screening, anomalyMaps: Object.fromEntries(addresses) };
  });
  return { ...screened, scan: { ...scan, views, screenings } };
}
