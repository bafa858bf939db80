import { fail, succeed } from '../../domain/failure.ts';
import type { Detector } from '../../inference/detector.ts';
import type { Manifest } from '../../inference/model/manifest.ts';
import { loadTechnologies } from '../models/load-technologies.ts';
import { serveOrders } from '../own-process/serve-orders.ts';
import { findScans } from '../samples/find-scans.ts';
import { screenSource } from './screen-source.ts';
import type { ScreenedTechnology } from './screened-technology.ts';
import type { ScreeningData, ScreeningReply, ScreeningTask } from './screening-messages.ts';

// The entry of a process that screens sample sets, one scan at a time: native code that crashes ends it, and not the
// command that started it. It does not start where a folder or a technology cannot be had.
await serveOrders<ScreeningData, readonly ScreenedTechnology[], ScreeningTask, ScreeningReply>(
  async (data, { say, step }) => {
    const sources = await findScans(data);
    if (!sources.ok) return sources;
    const found = await loadTechnologies(data.modelsDir, data.technologies, { onLoading: say });
    if (!found.ok) return found;
    const detectors = new Map<string, Detector>();
    const ready: ScreenedTechnology[] = [];
    for (const { id, outcome, manifest } of found.value) {
      if (!outcome.ok) return fail(outcome.failure.code, `${id}: ${outcome.failure.message}`);
      detectors.set(id, outcome.value);
      ready.push({ ...outcome.value.technology, ...howItJudges(manifest) });
    }
    return succeed({
      ready,
      answer: async ({ index, notAsked }) => {
        const source = sources.value[index];
        if (source === undefined) throw new RangeError(`there is no scan ${index}`);
        return screenSource(source, detectors, data.measuresPixels, notAsked, step);
      },
      close: async () => {
        for (const detector of detectors.values()) await detector.close();
      },
    });
  },
);

function howItJudges(manifest: Manifest | null): Partial<ScreenedTechnology> {
  if (manifest === null) return {};
  const { input, output, operatingPoints } = manifest;
  return { input, output, operatingPoints };
}
