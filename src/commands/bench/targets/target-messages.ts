import type { Outcome } from '../../../domain/failure.ts';
import type { TileBatch } from '../../../inference/tile-batch.ts';
import type { BlockShape } from '../../../performance/block-traffic.ts';
import type { ScreenedTechnology } from '../../sample-screening/screened-technology.ts';
import type { WantedScans } from '../../samples/find-scans.ts';
import type { BlockEnergy } from '../energy/energy-meter.ts';
import type { RemoteSeen } from '../remote/measure-remote.ts';
import type { Answered, DrivenBlock } from './drive-block.ts';

// All that crosses between the benchmark, the process of each technology, and its threads: plain data.

/** What the process of one technology, and each thread in it, is told when it starts. */
export interface TargetSetup {
  readonly modelsDir: string;
  readonly technology: string;
  readonly scans: WantedScans;
  /** The names of the scans that are timed. */
  readonly timed: readonly string[];
  readonly workers: number;
  /** Of one inference. */
  readonly intraOpThreads: number;
  /** Tiles of a box that are one run, where the model takes that. */
  readonly tileBatch: number;
  readonly warmUpScans: number;
  /** Of the order of scans. */
  readonly seed: number;
}

/** What each thread is told. */
export interface ThreadSetup extends TargetSetup {
  readonly isFirst: boolean;
}

/** A thread that is ready: what it loaded, and what that took. */
export interface ThreadReady {
  readonly technology: ScreenedTechnology;
  readonly tileBatch: TileBatch;
  readonly loadMs: number;
  /** The first screening, and those that the plan asks for. */
  readonly warmUpMs: number;
  /** Null of a technology that runs here, and of all threads but the first. */
  readonly remote: RemoteSeen | null;
}
export type ThreadStart = Outcome<ThreadReady>;
export type ThreadAnswer = Outcome<Answered>;

/** The first word of the process: its first thread's times, because the others load beside it. */
export type TargetStart = Outcome<ThreadReady>;

/** One block of a scenario. */
export interface BlockOrder {
  readonly shape: BlockShape;
  readonly leastMs: number;
  /** Of the plan: each round has an order of scans of its own, the same for all technologies. */
  readonly round: number;
}

/** A block, and what the process or the server spent on it. */
export interface MeasuredBlock extends DrivenBlock {
  readonly scansPerQuery: number;
  /** Null where a server does not tell. */
  readonly cpuMs: number | null;
  /** That had work; null where a server was driven. */
  readonly workers: number | null;
  /** The most that the process has held so far; null where a server was driven. */
  readonly peakMemoryBytes: number | null;
  /** How long the driver of a service was at work itself; absent where a process drives its own threads. */
  readonly driverBusyMs?: number;
  /** Of the machine meanwhile, where it can be read. */
  readonly energy?: BlockEnergy;
}
export type BlockReply = Outcome<MeasuredBlock>;
