/** What a thread needs to run one model on a client's own tensors; the bytes in it are owned and moved, never copied. */
export interface InferJob {
  /** A technology id, loaded and ready in the thread. */
  readonly technology: string;
  /** A request of the Open Inference Protocol: JSON, then the tensors that it announces as binary. */
  readonly body: Uint8Array<ArrayBuffer>;
  /** The length of the JSON, or null where it is the whole body. */
  readonly headerBytes: number | null;
  /** How many bytes the tensors may take in the types of the model: UINT8 grows fourfold where it takes FP32. */
  readonly maxTensorBytes: number;
}

/** An answer of the Open Inference Protocol, with the time that its stages took. */
export interface InferResult {
  readonly body: Uint8Array<ArrayBuffer>;
  /** The length of the JSON where binary tensors follow it, else null. */
  readonly headerBytes: number | null;
  readonly timings: InferTimings;
  /** As in `TechnologyResult`. */
  readonly batches?: readonly number[];
}

/** Milliseconds in the thread: reading the tensors, running the model, writing the answer. */
export interface InferTimings {
  readonly decodeMs: number;
  readonly inferMs: number;
  readonly encodeMs: number;
}
