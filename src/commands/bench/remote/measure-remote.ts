import type { RemoteTime } from '../../../domain/remote-time.ts';
import type { ScanFile } from '../../../domain/view.ts';
import { LEAST_FOR_MEDIAN } from '../../../evaluation/median.ts';
import type { Detector } from '../../../inference/detector.ts';
import { screen } from '../../../inference/screen.ts';
import { profileOf, type RemoteProfile } from './remote-profile.ts';

const SCREENINGS = 20;

/**
 * What asking its server costs a technology: some scans one after the other, nothing else asked meanwhile, then as many
 * empty requests. Null of a technology that runs here, and where hardly any of the scans is answered: for want of an energy,
 * or because it fails.
 */
export async function measureRemote(
  detector: Detector,
  scans: readonly (readonly ScanFile[])[],
): Promise<RemoteProfile | null> {
  const { remote } = detector;
  if (remote === undefined) return null;
  const { id } = detector.technology;
  const times: RemoteTime[] = [];
  for (let turn = 0; turn < SCREENINGS; turn++) {
    const files = scans[turn % scans.length] ?? [];
    const job = { files, technologies: [id], maps: 'none', images: 'none' } as const;
    const screened = await screen(job, new Map([[id, detector]]));
    if (screened.ok) times.push(...screened.value.results.flatMap((result) => result.remote ?? []));
  }
  const emptyMs: number[] = [];
  for (const _ of times) {
    const empty = await remote.emptyRoundTripMs();
    if (empty.ok) emptyMs.push(empty.value);
  }
  return Math.min(times.length, emptyMs.length) < LEAST_FOR_MEDIAN ? null : profileOf(times, emptyMs);
}
