import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { type Box, intersectionOverUnion } from '../../domain/scan/box.ts';
import type { Plane } from '../../domain/scan/plane.ts';
import { primaryPlane, type View } from '../../domain/scan/view.ts';
import type { Detection } from '../../domain/screening/detection.ts';
import type { ScanSource } from './find-scans.ts';

interface Mask extends Pick<Plane, 'widthPx' | 'heightPx'> {
  /** Not 0 where the threat is. */
  readonly samples: Uint8Array;
}

/** By view name; null for a view in which the threat has no mask. */
export type Masks = ReadonlyMap<string, Mask | null>;

/**
 * Where the threat is in each view of a scan. Fails where a mask cannot be read or is not of its view's size, where a box
 * lies outside its view, and where no mask marks a pixel: nothing could touch such a threat, and it would count as a miss.
 */
export async function loadMasks(source: ScanSource, views: readonly View[]): Promise<Outcome<Masks>> {
  const masks = new Map<string, Mask | null>();
  const truth = source.sample?.truth ?? 'benign';
  const boxes = truth === 'benign' ? {} : (truth.threat.boxes ?? {});
  for (const { name, planes } of views) {
    const mask = await source.loadMask(name);
    if (!mask.ok) return mask;
    const { widthPx, heightPx } = primaryPlane(planes);
    if (mask.value !== null && (mask.value.widthPx !== widthPx || mask.value.heightPx !== heightPx)) {
      return fail(
        'malformed-request',
        `its mask of ${name} has ${mask.value.widthPx}×${mask.value.heightPx} pixels, the view ${widthPx}×${heightPx}: give it the size of the view.`,
      );
    }
    const box = boxes[name];
    if (box !== undefined && (box.x >= widthPx || box.y >= heightPx)) {
      return fail(
        'malformed-request',
        `its box of ${name} begins at ${box.x}, ${box.y}, outside of the view of ${widthPx}×${heightPx} pixels: give it in pixels of the view.`,
      );
    }
    masks.set(name, mask.value && { ...mask.value, samples: bytesOf(mask.value) });
  }
  const drawn = [...masks.values()].filter((mask) => mask !== null);
  if (drawn.length > 0 && drawn.every(({ samples }) => samples.every((value) => value === 0))) {
    return fail(
      'malformed-request',
      'its mask marks no pixel, as if there were no threat: draw where it is, or leave the mask out.',
    );
  }
  return succeed(masks);
}

/** Whether a detection's box touches the threat's mask (its box, where there is no mask); null without either. */
export function touchesThreat(source: ScanSource, detections: readonly Detection[], masks: Masks): boolean | null {
  const truth = source.sample?.truth ?? 'benign';
  if (truth === 'benign') return null;
  const { boxes = {} } = truth.threat;
  const known = [...masks].some(([view, mask]) => mask !== null || boxes[view] !== undefined);
  if (!known) return null;
  return detections.some(({ view, box }) => {
    const mask = masks.get(view) ?? null;
    if (mask !== null) return anyIn(mask, box);
    const threat = boxes[view];
    return threat !== undefined && intersectionOverUnion(box, threat) > 0;
  });
}

/** The smallest box around a mask; null without a mask, or with an empty one. */
export function boxOfMask(mask: Mask | null): Box | null {
  if (mask === null) return null;
  const { widthPx, samples } = mask;
  let [left, right, top, bottom] = [widthPx, -1, -1, -1];
  for (const [at, value] of samples.entries()) {
    if (value === 0) continue;
    const x = at % widthPx;
    bottom = Math.floor(at / widthPx);
    if (top < 0) top = bottom;
    left = Math.min(left, x);
    right = Math.max(right, x);
  }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function anyIn({ widthPx, heightPx, samples }: Mask, { x, y, width, height }: Detection['box']): boolean {
  const right = Math.min(widthPx, Math.ceil(x + width));
  const bottom = Math.min(heightPx, Math.ceil(y + height));
  for (let row = Math.max(0, Math.floor(y)); row < bottom; row++) {
    if (
      samples.subarray(row * widthPx + Math.max(0, Math.floor(x)), row * widthPx + right).some((value) => value > 0)
    ) {
      return true;
    }
  }
  return false;
}

function bytesOf({ bitDepth, samples }: Plane): Uint8Array {
  return bitDepth === 8 ? samples : Uint8Array.from(samples, (value) => (value > 0 ? 1 : 0));
}
