import type { Outcome } from '../../../domain/failure.ts';
import type { ScanFile } from '../../../domain/scan/view.ts';
import { type Recall, recallOf, type ShownTwice } from './recall.ts';
import { unseenScan } from './unseen-scan.ts';

/** So that a server with a memory is told from one without, whatever else either machine does meanwhile. */
const SCANS = 20;

/**
 * Shows a server scans that it has never seen, each twice, one after the other, and before them one that it knows.
 *
 * @param ask gives how long one took; where it fails, or nothing can be made of a scan, no more is asked.
 */
export async function measureRecall(
  scans: readonly (readonly ScanFile[])[],
  ask: (files: readonly ScanFile[]) => Promise<Outcome<number>>,
): Promise<Recall | null> {
  const shown: ShownTwice[] = [];
  for (let turn = 0; turn < SCANS; turn++) {
    const files = scans[turn % scans.length] ?? [];
    const unseen = await unseenScan(files);
    if (!unseen.ok) break;
    // What making it has left behind, garbage and a connection at rest, falls on neither of the two.
    const settling = await ask(files);
    const first = settling.ok ? await ask(unseen.value) : settling;
    const again = first.ok ? await ask(unseen.value) : first;
    if (!first.ok || !again.ok) break;
    shown.push({ firstMs: first.value, againMs: again.value });
  }
  return recallOf(shown);
}
