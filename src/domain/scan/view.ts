import type { Energy, Plane } from './plane.ts';
import type { QualityFlag } from './quality.ts';

/** A view's name: lower-case letters, digits and hyphens, e.g. `side`, `top`. */
export const VIEW_NAME = /^[a-z][a-z0-9-]{0,31}$/;

/** The planes of a view; at least one energy is there, and all have the same size. */
export type ViewPlanes =
  | { readonly high: Plane; readonly low?: Plane }
  | { readonly high?: never; readonly low: Plane };

/** One projection of a scan, decoded. */
export interface View {
  readonly name: string;
  readonly planes: ViewPlanes;
  /** Hash of the bytes as received (of the `high` file followed by the `low` file where there are two). */
  readonly sha256: string;
  /** What decoding already noticed: `type-mismatch`, `display-image`, `unknown-gamma`. */
  readonly flags: readonly QualityFlag[];
}

/** The high one first. */
export function energiesOf(planes: ViewPlanes): readonly Energy[] {
  if (planes.high === undefined) return ['low'];
  return planes.low === undefined ? ['high'] : ['high', 'low'];
}

/** The plane that geometry and scan quality are read from: the high energy where there is one. */
export function primaryPlane(planes: ViewPlanes): Plane {
  return planes.high ?? planes.low;
}

/** One received file: a bare body, or a part named `<view>` or `<view>.<energy>`. */
export interface ScanFile {
  readonly view: string;
  /** Null where the sender did not say: then page 1 is `high` and page 2 is `low`. */
  readonly energy: Energy | null;
  /** The media type that the sender declared; the bytes decide the format, a difference is flagged. */
  readonly declaredType: string | null;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A file that was read, by the hash of its bytes. */
export type HashedFile = ScanFile & { readonly sha256: string };
