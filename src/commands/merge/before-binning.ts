import type { Bounds } from '../../evaluation/rate-bounds.ts';
import { numberText, rangeText } from '../report-text/number-text.ts';

/** The range within which an AUROC was before its scores were binned; a dash where there is none. */
export function beforeBinning(aurocRange: Bounds | null): string {
  return aurocRange === null ? '–' : rangeText(aurocRange, numberText);
}
