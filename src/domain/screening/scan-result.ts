import type { RemoteTime } from '../network/remote-time.ts';
import type { HashedFile } from '../scan/view.ts';
import type { OperatingPoint } from '../technology/operating-point.ts';
import type { Decision } from './decision.ts';
import type { ViewReport } from './scan.ts';
import type { WorkerTimings } from './timings.ts';

/** One technology's answer, as it leaves the thread: plain data, pictures as encoded bytes that are moved. */
export type TechnologyResult = Decision & {
  readonly technology: string;
  readonly operatingPoint: OperatingPoint;
  /** One 8-bit grey PNG for each view, the size of the view, 255 = score 1; empty unless asked for. */
  readonly anomalyMapPngs: readonly { readonly view: string; readonly png: Uint8Array<ArrayBuffer> }[];
  readonly timings: WorkerTimings;
  /** What this technology added to the scan's time: all but what the technologies of a scan share. */
  readonly ownMs: number;
  /** How many items the batches had that this screening is to tell of; only of a model whose runs are batched. */
  readonly batches?: readonly number[];
  /** What of `inferMs` was asking another machine; only of a model that runs there. */
  readonly remote?: RemoteTime;
};

/** What one thread found out about one scan. */
export interface ScanResult {
  /** The files of the job, given back. */
  readonly files: readonly HashedFile[];
  readonly views: readonly ViewReport[];
  readonly results: readonly TechnologyResult[];
  /** The primary plane of each view as a lossless grey PNG of its own bit depth; empty unless asked for. */
  readonly viewPngs: readonly { readonly view: string; readonly png: Uint8Array<ArrayBuffer> }[];
}
