/** The least of what the service does: decode and infer on tensors made beforehand, or the whole screening pipeline. */
export type LoopKind = 'decode-infer' | 'pipeline';

/** What a loop without HTTP, pool or admission does, in each of `threads` threads. */
export interface LoopTask {
  readonly kind: LoopKind;
  readonly technology: string;
  /** Its file, or one for each energy. */
  readonly scanPaths: readonly string[];
  readonly threads: number;
  readonly scansPerThread: number;
  readonly warmUpScans: number;
}

/** What the loop's process used while the threads looped; loading and warm-up do not count. */
export interface LoopResult {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** A thread says `ready` when it is warm, loops at `go`, and says `done`. */
export type ThreadReport = 'ready' | 'done';
