import { setTimeout as sleep } from 'node:timers/promises';
import { isGpuProvider } from '../../domain/technology/technology.ts';
import type { IsCalledOff } from '../../inference/call-off.ts';
import type { Detector } from '../../inference/detector.ts';
import { screen } from '../../inference/screen.ts';
import { trialScan } from '../../inference/trial-scan.ts';

/** One failure may be that of a moment, such as memory that another program had; a second one so long after is not. */
const SECOND_LOOK_MS = 1000;

/**
 * Whether what failed was the run, or the session: that is asked for the scan that warmed it up, once and once more. Gives
 * what it failed with both times, or null. A GPU and another server have watches of their own.
 *
 * @param step told of each run of the model, so that a look that hangs is noticed as any run is
 */
export async function whyBroken(detector: Detector, step: () => void): Promise<string | null> {
  const { id, provider } = detector.technology;
  if (detector.remote !== undefined || isGpuProvider(provider)) return null;
  const isCalledOff: IsCalledOff = () => {
    step();
    return false;
  };
  const look = async () => screen(await trialScan(id), new Map([[id, detector]]), { isCalledOff });
  if ((await look()).ok) return null;
  await sleep(SECOND_LOOK_MS);
  const second = await look();
  return second.ok ? null : second.failure.message;
}
