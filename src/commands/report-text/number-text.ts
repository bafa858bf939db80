import type { Rate } from '../../domain/comparison/rate.ts';
import type { Auroc } from '../../evaluation/auroc.ts';
import type { Estimate } from '../../evaluation/estimate.ts';
import type { Bounds } from '../../evaluation/rate-bounds.ts';

// How results are written, everywhere the same: a value, then in brackets its 95 % bounds; a dash where there is none.

/** `95 of 100, 95.0 % (88.7 to 98.4)`. */
export function rateText(rate: Rate | null): string {
  return rate === null ? '–' : `${rate.count} of ${rate.n}, ${percent(rate.rate)} (${rangeText(rate.bounds, percent)})`;
}

export function aurocText(auroc: Auroc | null): string {
  return estimateText(auroc);
}

/** `0.912 (0.880 to 0.941)`. */
export function estimateText(estimate: Estimate | null): string {
  return estimate === null ? '–' : `${numberText(estimate.value)} (${rangeText(estimate.bounds, numberText)})`;
}

/** Bounds in the words of their value, the unit left out. */
export function rangeText([lower, upper]: Bounds, text: (value: number) => string): string {
  return `${text(lower).replace(' %', '')} to ${text(upper).replace(' %', '')}`;
}

/** Two decimals where a share is below 1 %, as false alarms are. */
export function percent(share: number): string {
  const value = 100 * share;
  return `${value.toFixed(value > 0 && value < 1 ? 2 : 1)} %`;
}

/** A limit that somebody chose, hence exact: `1 %`, `0.4 %`. */
export function limitText(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

/** Three decimals. */
export function numberText(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

/** Three decimals with their sign; none where they are all 0. */
export function signedText(value: number): string {
  return withSign(value, 3);
}

/** A difference of two shares, in points of a hundred. */
export function pointsText(difference: number): string {
  return withSign(100 * difference, 1);
}

function withSign(value: number, decimals: number): string {
  const digits = Math.abs(value).toFixed(decimals);
  return Number(digits) === 0 ? digits : `${value < 0 ? '−' : '+'}${digits}`;
}

/** `2.79 MB`, of less than a million bytes `4.2 kB`. */
export function bytesText(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(2)} MB`;
}

/** How many times as much: two decimals, one from 10 upwards. */
export function factorText(factor: number): string {
  return factor.toFixed(factor < 10 ? 2 : 1);
}

/** `12.1 ms`. Never 0 for what takes time. */
export function msText(ms: number): string {
  if (ms > 0 && ms < 0.05) return `${Number(ms.toPrecision(2))} ms`;
  return `${ms < 100 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}

/** Four decimals, and `< 0.0001` below. */
export function pText(p: number | null): string {
  if (p === null) return '–';
  return p < 0.0001 ? '< 0.0001' : p.toFixed(4);
}
