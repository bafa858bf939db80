/** How far a scanner strays from its ideal. Deviations are standard deviations and relative unless they say otherwise. */
export interface ScannerFaults {
  /** Dose of one pulse that monitoring leaves uncorrected: vertical stripes, each energy its own. */
  readonly doseDeviation: number;
  /** Dose that wanders over some tens of pulses. */
  readonly doseWander: number;
  /** An element's gain since the last calibration: horizontal lines, the same in both energies. */
  readonly gainDeviation: number;
  /** How far an element's gain has moved from the first to the last column. */
  readonly gainDrift: number;
  /** Elements in one module of the array, and how far modules differ: horizontal steps. */
  readonly moduleElements: number;
  readonly moduleDeviation: number;
  /** Expected elements that give nothing, stick, or were patched from their neighbours, of a thousand. */
  readonly deadElementsPerThousand: number;
  /** Expected columns that went missing, of a thousand. */
  readonly missingColumnsPerThousand: number;
  /** Lane speed against what the scanner believes: the picture is stretched or squeezed. */
  readonly speedDeviation: number;
  /** Most that the open beam lacks at the end of the fan that a beam off its centre lights least. */
  readonly offCentreDrop: number;
  /** Transmission that the dark correction takes away: what shows less than this is black. */
  readonly blackBelow: number;
}
