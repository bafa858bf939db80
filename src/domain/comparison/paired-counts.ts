/** How two technologies judged the same scans: right is an alarm on a threat, or none on a benign scan. */
export interface PairedCounts {
  readonly bothRight: number;
  readonly onlyFirstRight: number;
  readonly onlySecondRight: number;
  readonly bothWrong: number;
}
