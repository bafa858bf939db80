import type { Outcome } from '../domain/failure.ts';
import type { RemoteTime } from '../domain/network/remote-time.ts';
import type { Energy, Plane } from '../domain/scan/plane.ts';
import type { View } from '../domain/scan/view.ts';
import type { Detection } from '../domain/screening/detection.ts';
import type { WorkerTimings } from '../domain/screening/timings.ts';
import type { OperatingPoint } from '../domain/technology/operating-point.ts';
import type { Technology } from '../domain/technology/technology.ts';
import type { ModelSignature, Tensors } from '../domain/technology/tensor.ts';
import type { ViewAssessment } from './assess-view.ts';
import type { IsCalledOff } from './call-off.ts';
import type { RemoteLink } from './runtime.ts';
import type { SharedBox, TileHelpers } from './spread/tile-helpers.ts';
import type { TileBatch } from './tile-batch.ts';

/** A view together with what was found out about it before any technology looked. */
export interface AssessedView {
  readonly view: View;
  readonly assessment: ViewAssessment;
}

/** What a detector says about one view. `score ≥ threshold` exactly where there is at least one detection. */
export interface ViewFindings {
  readonly view: string;
  /** 0…1, in steps of 1/65,535: see `findRegions`. */
  readonly score: number;
  /** The places at or above the operating point's threshold, highest score first. */
  readonly detections: readonly Detection[];
  /** The size of the view, full scale = score 1, 0 outside the judged boxes; null unless asked for. */
  readonly anomalyMap: Plane | null;
}

/** One pass of a scan's views through a detector, with the time that its stages took. */
export interface DetectorResult {
  /** The one that all views were judged at. */
  readonly operatingPoint: OperatingPoint;
  readonly views: readonly ViewFindings[];
  readonly timings: Omit<WorkerTimings, 'decodeMs'>;
  /** What of `inferMs` was asking another machine; only of a model that runs there. */
  readonly remote?: RemoteTime;
}

export interface ScreenViewsOptions {
  /** Bit depth of the anomaly maps: 8 to look at, 16 to measure, null for none. */
  readonly mapBits: 8 | 16 | null;
  /** Asked before each run of the model; work that is never called off leaves it out. */
  readonly isCalledOff?: IsCalledOff;
  /** Threads that may take tiles of a scan while they have nothing else to do; none by default. */
  readonly helpers?: TileHelpers;
}

/** A loaded technology: views in, findings out. */
export interface Detector {
  readonly technology: Omit<Technology, 'state' | 'reason'>;
  /** The energies that each view must have; a scan that lacks one is undecided and never comes here. */
  readonly energies: readonly Energy[];
  /**
   * Calls on one detector wait for each other, because they share its buffers. Fails with `runtime-failed`, naming the
   * technology, where the model breaks or answers with something else than its manifest says; with `deadline-passed` where
   * the work is called off.
   */
  screenViews(views: readonly AssessedView[], options: ScreenViewsOptions): Promise<Outcome<DetectorResult>>;
  /** Takes tiles of a box that this technology screens in another thread; gives how many. Waits as `screenViews` does. */
  help(shared: SharedBox, isCalledOff?: IsCalledOff): Promise<number>;
  /** How many tiles of a box are one run. */
  readonly tileBatch: TileBatch;
  /** What the model inside takes and gives. */
  readonly signature: ModelSignature;
  /** How many values the tensors that somebody else prepared may have together; null where their bytes alone limit them. */
  readonly mostValues: number | null;
  /** The model alone, on tensors that somebody else prepared: they must fit the signature. Fails as `screenViews`. */
  runModel(inputs: Tensors): Promise<Outcome<Tensors>>;
  /** Only of a model whose runs are batched: see `LoadedModel`. */
  takeBatches?(): readonly number[];
  /** Only of a model that runs on another machine. */
  readonly remote?: RemoteLink;
  /** Idempotent. */
  close(): Promise<void>;
}
