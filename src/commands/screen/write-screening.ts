import { type Outcome, succeed } from '../../domain/failure.ts';
import type { Plane } from '../../domain/scan/plane.ts';
import { primaryPlane } from '../../domain/scan/view.ts';
import type { ScanResult, TechnologyResult } from '../../domain/screening/scan-result.ts';
import { decodeScan } from '../../formats/decode-scan.ts';
import { renderOverlayPng } from '../../formats/overlay-png.ts';
import { replaceFiles } from '../files/replace-file.ts';
import { type ScreenedInput, toJson } from './screen-report.ts';

/**
 * Writes `<name>.json`, and for each technology and view a picture to look at: the anomaly map and the boxes over the
 * view; all of them, or none, so that a full disk or a signal leaves no half of one. The pictures of the result are its own PNGs;
 * they are read back rather than carried twice.
 */
export async function writeScreening(
  folder: string,
  fileName: string,
  result: ScanResult,
  report: ScreenedInput,
): Promise<Outcome<null>> {
  const files: Record<string, string | Uint8Array> = {
    [`${fileName}.json`]: `${JSON.stringify(toJson(report), null, 2)}\n`,
  };
  for (const { view, png } of result.viewPngs) {
    const plane = await readBack(view, png);
    if (!plane.ok) return plane;
    for (const screening of result.results) {
      const overlay = await overlayOf(view, plane.value, result, screening);
      if (!overlay.ok) return overlay;
      const viewPart = result.viewPngs.length > 1 ? `.${view}` : '';
      files[`${fileName}${viewPart}.${screening.technology}.png`] = overlay.value;
    }
  }
  await replaceFiles(folder, files);
  return succeed(null);
}

async function overlayOf(
  view: string,
  plane: Plane,
  result: ScanResult,
  screening: TechnologyResult,
): Promise<Outcome<Uint8Array>> {
  const mapPng = screening.anomalyMapPngs.find((map) => map.view === view);
  const map = mapPng === undefined ? undefined : await readBack(view, mapPng.png);
  if (map !== undefined && !map.ok) return map;
  return succeed(
    await renderOverlayPng({
      plane,
      threshold: screening.operatingPoint.threshold,
      ...(map !== undefined && map.value.bitDepth === 8 && { anomalyMap: { ...map.value, values: map.value.samples } }),
      containers: result.views.find((report) => report.name === view)?.containers ?? [],
      boxes: screening.detections
        .filter((detection) => detection.view === view)
        .map(({ box, score }) => ({ box, label: score.toFixed(2), style: 'detection' })),
    }),
  );
}

async function readBack(view: string, png: Uint8Array<ArrayBuffer>): Promise<Outcome<Plane>> {
  const views = await decodeScan([{ view, energy: null, declaredType: 'image/png', bytes: png }]);
  if (!views.ok) return views;
  const [only] = views.value;
  if (only === undefined) throw new Error('a picture of ours decoded to no view');
  return succeed(primaryPlane(only.planes));
}
