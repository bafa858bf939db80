import type { Box } from '../scan/box.ts';

/** A place that a detector proposes, in the view's own pixels. */
export interface Detection {
  readonly view: string;
  readonly box: Box;
  /** Raw detector output, 0…1; not a probability. */
  readonly score: number;
  readonly category: string | null;
}
