import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import type { Box } from '../../../domain/scan/box.ts';
import { primaryPlane } from '../../../domain/scan/view.ts';
import { decodeScan } from '../../../formats/decode-scan.ts';
import { renderOverlayJpeg } from '../../../formats/overlay-png.ts';
import { shrinkPlane } from '../../../formats/shrink-plane.ts';
import { assessView } from '../../../inference/assess-view.ts';
import type { AssessedView, Detector } from '../../../inference/detector.ts';
import { judgeViews } from '../../../inference/screen.ts';
import type { ScanSource } from '../../samples/find-scans.ts';
import { boxOfMask, loadMasks } from '../../samples/threat-masks.ts';
import type { GalleryPicture } from './gallery.ts';

/** So many pixels of a picture for one of the page, for fine screens: a line of one pixel would hardly be seen on others. */
const FINENESS = 2;
const MOST_PX = 480 * FINENESS;

export interface DrawnScan {
  /** That of this screening, to be held against the one that is to be shown. */
  readonly score: number;
  readonly pictures: readonly GalleryPicture[];
}

/**
 * Screens a scan once more and draws each view, made smaller: the anomaly map, the detections with their scores, the
 * containers, and where the threat really is. Fails with what is wrong with the scan or the detector.
 */
export async function drawScan(source: ScanSource, detector: Detector): Promise<Outcome<DrawnScan>> {
  const files = await source.load();
  if (!files.ok) return files;
  const decoded = await decodeScan(files.value);
  if (!decoded.ok) return fail(decoded.failure.code, `${source.name}: ${decoded.failure.message}`);
  const masks = await loadMasks(source, decoded.value);
  if (!masks.ok) return masks;
  const views = decoded.value.map((view): AssessedView => ({ view, assessment: assessView(view) }));
  const judgement = await judgeViews(detector, views, { mapBits: 8 });
  if (!judgement.ok) return fail(judgement.failure.code, `${source.name}: ${judgement.failure.message}`);
  const { decision, findings, operatingPoint } = judgement.value;
  const pictures: GalleryPicture[] = [];
  for (const { view, assessment } of views) {
    const whole = primaryPlane(view.planes);
    const plane = await shrinkPlane(whole, MOST_PX);
    const { widthPx, heightPx } = plane;
    const scale = widthPx / whole.widthPx;
    const map = findings.find((finding) => finding.view === view.name)?.anomalyMap ?? null;
    const small = map === null ? null : await shrinkPlane(map, MOST_PX);
    const truth = boxOfMask(masks.value.get(view.name) ?? null) ?? truthBox(source, view.name);
    const jpeg = await renderOverlayJpeg({
      plane,
      threshold: operatingPoint.threshold,
      ...(small?.bitDepth === 8 && { anomalyMap: { ...small, values: small.samples } }),
      leastLinePx: FINENESS,
      containers: assessment.containers.map((box) => scaled(box, scale)),
      boxes: [
        ...(truth === null ? [] : [{ box: scaled(truth, scale), label: '', style: 'truth' } as const]),
        ...decision.detections
          .filter((detection) => detection.view === view.name)
          .map(({ box, score }) => ({ box: scaled(box, scale), label: score.toFixed(2), style: 'detection' }) as const),
      ],
    });
    pictures.push({ view: view.name, widthPx, heightPx, jpeg });
  }
  return succeed({ score: decision.score, pictures });
}

function truthBox({ sample }: ScanSource, view: string): Box | null {
  const truth = sample?.truth ?? 'benign';
  return truth === 'benign' ? null : (truth.threat.boxes?.[view] ?? null);
}

function scaled({ x, y, width, height }: Box, by: number): Box {
  return { x: x * by, y: y * by, width: width * by, height: height * by };
}
