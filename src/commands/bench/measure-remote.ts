import { type Outcome, succeed } from '../../domain/failure.ts';
import type { RemoteTime } from '../../domain/remote-time.ts';
import type { ScanFile } from '../../domain/view.ts';
import { LEAST_FOR_MEDIAN } from '../../evaluation/median.ts';
import type { Detector } from '../../inference/detector.ts';
import { screen } from '../../inference/screen.ts';
import { profileOf, type RemoteProfile } from './remote-profile.ts';

const SCREENINGS = 20;

/**
 * What asking its server costs a technology: some scans one after the other, nothing else asked meanwhile, then as many
 * empty requests. Null of a technology that runs here, and of one that hardly any of the scans has the energies for.
 */
export async function measureRemote(
  detector: Detector,
  scans: readonly (readonly ScanFile[])[],
): Promise<Outcome<RemoteProfile | null>> {
  const { remote } = detector;
  if (remote === undefined) return succeed(null);
  const { id } = detector.technology;
  const times: RemoteTime[] = [];
  for (let turn = 0; turn < SCREENINGS; turn++) {
    const files = scans[turn % scans.length] ?? [];
    const job = { files, technologies: [id], maps: 'none', images: 'none' } as const;
    const screened = await screen(job, new Map([[id, detector]]));
    if (!screened.ok) return screened;
    times.push(...screened.value.results.flatMap((result) => result.remote ?? []));
  }
  const emptyMs: number[] = [];
  for (const _ of times) {
    const empty = await remote.emptyRoundTripMs();
    if (!empty.ok) return empty;
    emptyMs.push(empty.value);
  }
  return succeed(times.length < LEAST_FOR_MEDIAN ? null : profileOf(times, emptyMs));
}
