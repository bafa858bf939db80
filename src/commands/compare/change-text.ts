import { factorText, msText, percent, pointsText, signedText } from '../report-text/number-text.ts';
import type { Change } from './comparison.ts';

/** What a measure was in one of the reports. */
export function valueText(change: Change, which: 'first' | 'second'): string {
  const value = change[which];
  if (change.unit === 'ms') return msText(value);
  return change.measure === 'AUROC' ? value.toFixed(3) : percent(value);
}

/** What changed, with its 95 % bounds: points of a rate, a factor of a time. */
export function changeText({ unit, measure, effect, bounds }: Change): string {
  const times = (factor: number) => `× ${factorText(factor)}`;
  const text = unit === 'ms' ? times : measure === 'AUROC' ? signedText : pointsText;
  return `${text(effect)} [${text(bounds[0])}, ${text(bounds[1])}]`;
}
