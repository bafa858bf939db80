import { createHash } from 'node:crypto';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import type { Energy, Plane } from '../domain/scan/plane.ts';
import type { QualityFlag } from '../domain/scan/quality.ts';
import type { ScanFile, View, ViewPlanes } from '../domain/scan/view.ts';
import { DEFAULT_DECODE_LIMITS, type DecodeLimits } from './decode-limits.ts';
import { decodePage } from './decode-page.ts';
import { groupFiles } from './group-files.ts';
import { blame, planView, type ViewPlan } from './plan-view.ts';

/**
 * Decodes the files of a scan into its views, in the order in which they came. Every header is read and held against the
 * limits before the first pixel is decoded. Planes are decoded one after another: a thread screens one scan, and the
 * other cores belong to the other threads.
 *
 * Fails with `malformed-request` where parts contradict each other, `unsupported-media-type` where a type is declared or
 * met that is not read, and `unreadable-scan` for everything that is wrong with the content.
 */
export async function decodeScan(
  files: readonly ScanFile[],
  limits: Partial<DecodeLimits> = {},
): Promise<Outcome<readonly View[]>> {
  const groups = groupFiles(files);
  if (!groups.ok) return groups;
  const plans: ViewPlan[] = [];
  for (const group of groups.value) {
    const plan = planView(group);
    if (!plan.ok) return plan;
    plans.push(plan.value);
  }
  const excess = excessOf(plans, { ...DEFAULT_DECODE_LIMITS, ...limits });
  if (excess !== null) return fail('unreadable-scan', excess);
  const views: View[] = [];
  for (const plan of plans) {
    const view = await decodeView(plan);
    if (!view.ok) return view;
    views.push(view.value);
  }
  return succeed(views);
}

/** What is too large, or null. */
function excessOf(plans: readonly ViewPlan[], limits: DecodeLimits): string | null {
  let scanPixels = 0;
  for (const { name, planes } of plans) {
    for (const { page } of planes) {
      const pixels = page.widthPx * page.heightPx;
      scanPixels += pixels;
      if (pixels > limits.maxViewPixels) {
        return `View ${name} has ${page.widthPx}×${page.heightPx} pixels, more than the limit of ${limits.maxViewPixels}: send it at a lower resolution.`;
      }
      if (Math.max(page.widthPx, page.heightPx) > limits.maxSidePx) {
        return `View ${name} has ${page.widthPx}×${page.heightPx} pixels; no side may be longer than ${limits.maxSidePx}: send each container as a scan of its own.`;
      }
      if (page.decodeBytes > limits.maxDecodeBytes) {
        const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);
        return `View ${name} takes ${megabytes(page.decodeBytes)} MB while it is decoded, more than the limit of ${megabytes(limits.maxDecodeBytes)}: save it as grey, without interlacing, progressive coding or channels apart, or send it at a lower resolution.`;
      }
    }
  }
  if (scanPixels > limits.maxScanPixels) {
    return `The planes of the scan have ${scanPixels} pixels together, more than the limit of ${limits.maxScanPixels}: send fewer views or a lower resolution.`;
  }
  return null;
}

async function decodeView(plan: ViewPlan): Promise<Outcome<View>> {
  const planes: Partial<Record<Energy, Plane>> = {};
  const flags = new Set<QualityFlag>();
  if (plan.hasTypeMismatch) flags.add('type-mismatch');
  for (const { energy, file, page } of plan.planes) {
    const decoded = await decodePage(file.bytes, page);
    if (!decoded.ok) return blame(file, decoded.failure);
    planes[energy] = decoded.value.plane;
    if (decoded.value.isDisplayImage) flags.add('display-image');
    // Eight bits are what is left after somebody's window and gamma: transmission cannot be read back from them.
    if (page.bitDepth === 8) flags.add('unknown-gamma');
  }
  const sha256 = createHash('sha256');
  for (const file of new Set(plan.planes.map((plane) => plane.file))) sha256.update(file.bytes);
  const whole = viewPlanesOf(planes);
  if (whole === null) return fail('unreadable-scan', `View ${plan.name} has no energy: send at least one plane.`);
  return succeed({ name: plan.name, planes: whole, sha256: sha256.digest('hex'), flags: [...flags] });
}

function viewPlanesOf({ high, low }: Readonly<Partial<Record<Energy, Plane>>>): ViewPlanes | null {
  if (high !== undefined) return low === undefined ? { high } : { high, low };
  return low === undefined ? null : { low };
}
