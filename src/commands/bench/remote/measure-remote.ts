import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import type { RemoteTime } from '../../../domain/network/remote-time.ts';
import type { ScanFile } from '../../../domain/scan/view.ts';
import { LEAST_FOR_MEDIAN } from '../../../evaluation/median.ts';
import { decodeScan } from '../../../formats/decode-scan.ts';
import { assessView } from '../../../inference/assess-view.ts';
import type { Detector } from '../../../inference/detector.ts';
import { judgeViews, lacksEnergy } from '../../../inference/screen.ts';
import { mapsOutline } from '../../sample-screening/maps-outline.ts';
import { measureRecall } from '../recall/measure-recall.ts';
import type { Recall } from '../recall/recall.ts';
import { profileOf, type RemoteProfile } from './remote-profile.ts';

const SCREENINGS = 20;

/** What was seen of the server of a technology before it was timed. */
export interface RemoteSeen {
  /** What asking it costs; null where hardly any of the scans is answered: for want of an energy, or because it fails. */
  readonly profile: RemoteProfile | null;
  /** Whether it remembers what it answered; null where that cannot be told. */
  readonly recall: Recall | null;
  /** The maps of the scans, each time they were asked for. */
  readonly maps: readonly SeenMaps[];
}

export interface SeenMaps {
  /** Its number. */
  readonly scan: number;
  /** `mapsOutline` of them. */
  readonly outline: readonly number[];
}

/**
 * Some scans one after the other, nothing else asked meanwhile; scans that nobody has seen, twice each; then as many empty
 * requests as there were answers. Null of a technology that runs here.
 */
export async function measureRemote(
  detector: Detector,
  scans: readonly (readonly ScanFile[])[],
): Promise<RemoteSeen | null> {
  const { remote } = detector;
  if (remote === undefined) return null;
  const times: RemoteTime[] = [];
  const maps: SeenMaps[] = [];
  for (let turn = 0; turn < SCREENINGS; turn++) {
    const scan = turn % scans.length;
    const asked = await askServer(detector, scans[scan] ?? []);
    if (!asked.ok) continue;
    const { time, outline } = asked.value;
    times.push(time);
    if (outline !== null) maps.push({ scan, outline });
  }
  const recall = await measureRecall(scans, async (files) => {
    const asked = await askServer(detector, files);
    return asked.ok ? succeed(asked.value.time.roundTripMs) : asked;
  });
  const emptyMs: number[] = [];
  for (const _ of times) {
    const empty = await remote.emptyRoundTripMs();
    if (empty.ok) emptyMs.push(empty.value);
  }
  const profile = Math.min(times.length, emptyMs.length) < LEAST_FOR_MEDIAN ? null : profileOf(times, emptyMs);
  return { profile, recall, maps };
}

/** What asking the server about one scan took, and what came back. Fails where it is not asked, for want of an energy. */
async function askServer(
  detector: Detector,
  files: readonly ScanFile[],
): Promise<Outcome<{ readonly time: RemoteTime; readonly outline: readonly number[] | null }>> {
  const decoded = await decodeScan(files);
  if (!decoded.ok) return decoded;
  const views = decoded.value.map((view) => ({ view, assessment: assessView(view) }));
  if (lacksEnergy(detector, views)) return fail('unreadable-scan', 'The scan lacks an energy.');
  const judged = await judgeViews(detector, views, { mapBits: 16 });
  if (!judged.ok) return judged;
  const { remote: time, findings } = judged.value;
  if (time === undefined) return fail('runtime-failed', 'Its server was not asked.');
  return succeed({ time, outline: mapsOutline(findings) });
}
