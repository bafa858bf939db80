import { fail, type Outcome, succeed } from '../domain/failure.ts';
import type { Plane } from '../domain/scan/plane.ts';
import { primaryPlane } from '../domain/scan/view.ts';
import type { DrawJob, ViewDrawing } from '../domain/screening/draw-job.ts';
import { decodeScan } from '../formats/decode-scan.ts';
import { encodeGreyPng } from '../formats/encode-png.ts';
import { renderOverlayPng } from '../formats/overlay-png.ts';

/**
 * Draws one view as a PNG, in this thread: the primary plane of its own bit depth, exact to the bit; or, with findings, an
 * 8-bit colour picture with the anomaly map, the containers and the detections over it. Fails with `unreadable-scan`.
 */
export async function draw({ files, findings }: DrawJob): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  const plane = await onlyPlane(files);
  if (!plane.ok) return plane;
  if (findings === null) return succeed(await encodeGreyPng(plane.value));
  const map = await readMap(findings);
  if (!map.ok) return map;
  const { threshold, detections, containers } = findings;
  return succeed(
    await renderOverlayPng({
      plane: plane.value,
      threshold,
      containers,
      boxes: detections.map(({ box, score }) => ({ box, label: score.toFixed(2), style: 'detection' })),
      ...(map.value !== null && { anomalyMap: map.value }),
    }),
  );
}

async function onlyPlane(files: DrawJob['files']): Promise<Outcome<Plane>> {
  const decoded = await decodeScan(files);
  if (!decoded.ok) return decoded;
  const [view] = decoded.value;
  return view === undefined ? fail('unreadable-scan', 'There is no view to draw.') : succeed(primaryPlane(view.planes));
}

async function readMap({ mapPng }: ViewDrawing) {
  if (mapPng === null) return succeed(null);
  const plane = await onlyPlane([{ view: 'map', energy: null, declaredType: 'image/png', bytes: mapPng }]);
  if (!plane.ok) return plane;
  const { widthPx, heightPx, bitDepth, samples } = plane.value;
  if (bitDepth !== 8) return fail('unreadable-scan', 'The anomaly map on record has 16 bits, but is kept with 8.');
  return succeed({ widthPx, heightPx, values: samples });
}
