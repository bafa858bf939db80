import type { Box } from '../../src/domain/scan/box.ts';
import type { Plane } from '../../src/domain/scan/plane.ts';
import type { View } from '../../src/domain/scan/view.ts';
import { type AirLevels, assessView } from '../../src/inference/assess-view.ts';
import { resample } from '../../src/inference/input/resample.ts';
import { resizeView } from '../../src/inference/input/resize-view.ts';
import { shownWidth } from '../../src/inference/input/shown-width.ts';
import type { ScannerPreset } from '../../src/simulator/scanner-preset.ts';
import { SCANNER_PRESETS } from '../../src/simulator/scanner-presets.ts';
import type { SimulatedScan } from '../../src/simulator/simulate-scan.ts';

/** The height at which trained technologies see a container: 12 to 14 mm a pixel, for a container looks higher than it is. */
const SEEN_HEIGHT_PX = 256;
/** Transmission 1 in the crops. */
const OPEN_BEAM = 60_000;

/** One container of a scan as a trained technology sees it; planes row-major, mask 0…60,000. */
export interface ContainerCrop {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly high: Uint16Array;
  readonly low: Uint16Array | null;
  /** Null where no threat is seen. */
  readonly mask: Uint16Array | null;
  /** What is shown of the scan. */
  readonly box: Box;
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * Locates a scan's containers as the service does, and resizes each as the service does.
 *
 * @param scanner - what simulated it, where that is not as its preset.
 */
export function cropContainers(scan: SimulatedScan, scanner?: ScannerPreset): readonly ContainerCrop[] {
  const { containers, airLevels } = assessView(viewOf(scan));
  return cropBoxes(scan, containers.map(asShown), SEEN_HEIGHT_PX, airLevels, scanner);
}

/** The containers of a scan, each with the same pixels of its twin, which is the scan of the same scene without something. */
export function cropTwins(
  scan: SimulatedScan,
  twin: SimulatedScan,
  scanner?: ScannerPreset,
): readonly (readonly [ContainerCrop, ContainerCrop])[] {
  const { containers, airLevels } = assessView(viewOf(scan));
  const boxes = containers.map(asShown);
  const twins = cropBoxes(twin, boxes, SEEN_HEIGHT_PX, assessView(viewOf(twin)).airLevels, scanner);
  return cropBoxes(scan, boxes, SEEN_HEIGHT_PX, airLevels, scanner).flatMap((crop, index) => {
    const without = twins[index];
    return without === undefined ? [] : [[crop, { ...without, facts: { ...without.facts, isTwin: true } }] as const];
  });
}

/**
 * The goods alone, as the service shows them to a technology that judges them at so many rows (`heightPx` in its manifest).
 * A threat outside them, as under a floor, is in their container all the same.
 */
export function cropGoods(scan: SimulatedScan, heightPx: number): readonly ContainerCrop[] {
  const { containers, judgedBoxes, airLevels } = assessView(viewOf(scan));
  const boxes = judgedBoxes.map((shown, index) => ({ shown, container: containers[index] ?? shown }));
  return cropBoxes(scan, boxes, heightPx, airLevels).map((crop) => ({
    ...crop,
    facts: { ...crop.facts, isGoods: true },
  }));
}

interface ShownBox {
  readonly container: Box;
  readonly shown: Box;
}

function asShown(container: Box): ShownBox {
  return { container, shown: container };
}

function cropBoxes(
  scan: SimulatedScan,
  boxes: readonly ShownBox[],
  heightPx: number,
  airLevels: AirLevels,
  { pitchCm }: ScannerPreset = SCANNER_PRESETS[scan.scanner],
): readonly ContainerCrop[] {
  const view = viewOf(scan);
  return boxes.map(({ container, shown: box }) => {
    const size = { widthPx: shownWidth(box, heightPx, undefined), heightPx };
    const resized = resizeView(view, airLevels, box, size);
    const { high, low } = resized.view.planes;
    const level = (plane: Plane | undefined, air: number | undefined) =>
      plane === undefined || air === undefined ? null : toTransmission(plane, air);
    const isThreatInside = maskIn(scan, container, size) !== null;
    return {
      ...size,
      box,
      high: level(high, resized.airLevels.high) ?? new Uint16Array(0),
      low: level(low, resized.airLevels.low),
      mask: maskIn(scan, box, size),
      facts: {
        scanner: scan.scanner,
        cargo: scan.cargo,
        bitDepth: scan.planes.high.bitDepth,
        pixelCm: (pitchCm * box.height) / heightPx,
        scanPxPerRow: box.height / heightPx,
        threat: isThreatInside && scan.threat !== null ? factsOf(scan.threat) : null,
      },
    };
  });
}

function viewOf({ planes }: SimulatedScan): View {
  return { name: 'side', planes, sha256: '', flags: [] };
}

/** What a training is told of a threat. */
export function factsOf({ category, massKg, place, belowPenetration }: NonNullable<SimulatedScan['threat']>) {
  return { category, massKg, place, belowPenetration };
}

function toTransmission({ samples }: Plane, air: number): Uint16Array {
  const scaled = new Uint16Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    scaled[i] = Math.min(65_535, ((samples[i] ?? 0) / air) * OPEN_BEAM + 0.5);
  }
  return scaled;
}

/** The share of each pixel that the mask covers; null where it covers none. */
function maskIn(scan: SimulatedScan, box: Box, size: { readonly widthPx: number; readonly heightPx: number }) {
  if (scan.threat === null) return null;
  const shares = resample(scan.threat.mask, box, size.widthPx, size.heightPx);
  const mask = Uint16Array.from(shares, (share) => (share / 255) * OPEN_BEAM);
  return mask.some((share) => share > 0) ? mask : null;
}
