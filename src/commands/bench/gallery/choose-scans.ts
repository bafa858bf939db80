import type { JudgedScan } from '../../evaluation/judged-scan.ts';
import { GALLERY_KINDS, type GalleryKind } from './gallery.ts';

/** A scan with a score, which every alarm and every clear has. */
export type ShownScan = JudgedScan & { readonly score: number };

export interface ChosenScans {
  readonly kind: GalleryKind;
  readonly total: number;
  readonly chosen: readonly ShownScan[];
}

/** So many of each kind are drawn: a page stays small enough to be mailed. */
const MOST_PER_KIND = 6;

/**
 * The hits, misses and false alarms of one technology that a report shows: at even steps from the highest score to the
 * lowest, so that neither the finest nor the worst stand for all. Undecided scans are of no kind.
 */
export function chooseScans(scans: readonly JudgedScan[]): readonly ChosenScans[] {
  const scored = scans.filter((scan): scan is ShownScan => scan.score !== null);
  return GALLERY_KINDS.map((kind) => {
    const all = scored.filter((scan) => kindOf(scan) === kind).toSorted((a, b) => b.score - a.score);
    const count = Math.min(MOST_PER_KIND, all.length);
    const steps = Array.from({ length: count }, (_, i) =>
      count === 1 ? 0 : Math.round((i * (all.length - 1)) / (count - 1)),
    );
    return { kind, total: all.length, chosen: steps.flatMap((step) => all[step] ?? []) };
  });
}

function kindOf({ truth, decision }: ShownScan): GalleryKind | null {
  if (truth === 'threat') return decision === 'alarm' ? 'hit' : decision === 'clear' ? 'miss' : null;
  return decision === 'alarm' ? 'false-alarm' : null;
}
