import type { Energy, Plane } from '../../domain/scan/plane.ts';
import type { ViewPlanes } from '../../domain/scan/view.ts';
import type { AssessedView } from '../detector.ts';

/** The view with the planes that a model needs in memory that threads share: what is sent to a thread is then not copied. */
export function shareView({ view, assessment }: AssessedView, energies: readonly Energy[]): AssessedView {
  return { view: { ...view, planes: sharePlanes(view.planes, energies) }, assessment };
}

function sharePlanes({ high, low }: ViewPlanes, energies: readonly Energy[]): ViewPlanes {
  if (high === undefined) return { low: sharePlane(low) };
  // The high plane is the one that sizes are read from, so it always goes along.
  return low === undefined || !energies.includes('low')
    ? { high: sharePlane(high) }
    : { high: sharePlane(high), low: sharePlane(low) };
}

function sharePlane(plane: Plane): Plane {
  if (plane.bitDepth === 8) {
    const samples = new Uint8Array(new SharedArrayBuffer(plane.samples.byteLength));
    samples.set(plane.samples);
    return { ...plane, samples };
  }
  const samples = new Uint16Array(new SharedArrayBuffer(plane.samples.byteLength));
  samples.set(plane.samples);
  return { ...plane, samples };
}
