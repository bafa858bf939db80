/** Who screens what comes in: the champion answers, the challengers screen the same scans silently. */
export interface Lineup {
  /** Null: the first ready technology in the documented order. */
  readonly champion: string | null;
  readonly challengers: readonly string[];
}
