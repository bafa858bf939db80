import { percentText } from '../plain-words.ts';

/** A figure with its bounds in percent, e.g. `52 % [31, 70]`; a decimal where all of them are small. */
export function intervalText(value: number | null, bounds: readonly [number, number]): string {
  const decimals = bounds.every((bound) => Math.abs(bound) < SMALL) ? 1 : 0;
  const [lower, upper] = bounds.map((bound) => signed((bound * 100).toFixed(decimals)));
  return `${value === null ? '–' : `${signed((value * 100).toFixed(decimals))} %`} [${lower}, ${upper}]`;
}

/** A share or a difference in percent, e.g. `31 %` or `−2.3 %`. */
export function shareText(share: number): string {
  return share < 0 ? `−${percentText(-share)}` : percentText(share);
}

/** A p-value with three decimals; one that is no zero is not written as one. */
export function pValueText(pValue: number): string {
  return pValue < 0.001 ? '< 0.001' : pValue.toFixed(3);
}

const SMALL = 0.1;

/** With the sign of mathematics, as long as a plus. */
function signed(digits: string): string {
  return digits.replace('-', '−');
}

/** The end of a scale from 0 that holds all of these values, with a round number at it. */
export function roundEnd(values: readonly number[]): number {
  const largest = Math.max(0.01, ...values.map(Math.abs));
  return [0.01, 0.02, 0.05, 0.1, 0.2, 0.5].find((end) => end >= largest) ?? 1;
}
