export interface DoublingDelay {
  /** After the first failure. */
  readonly firstMs: number;
  readonly longestMs: number;
}

/** How long to wait after so many failures in a row: nothing after none, then twice as long each time, up to the longest. */
export function doublingDelayMs(failures: number, { firstMs, longestMs }: DoublingDelay): number {
  return failures <= 0 ? 0 : Math.min(longestMs, firstMs * 2 ** (failures - 1));
}
