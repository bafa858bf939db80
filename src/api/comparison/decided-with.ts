import type { DecidedWith } from '../../domain/comparison/live-comparison.ts';
import type { DatedDecisionCount } from '../../records/comparisons.ts';

interface GrowingSetting {
  readonly model: string;
  readonly threshold: number;
  scans: number;
  firstAt: number;
  lastAt: number;
}

/** With which models and thresholds each of two technologies decided on the scans that are compared, the oldest first. */
export function decidedWith(
  [first, second]: readonly [string, string],
  counts: readonly DatedDecisionCount[],
): { readonly first: readonly DecidedWith[]; readonly second: readonly DecidedWith[] } {
  const compared = counts.filter(
    ({ decisions }) =>
      [first, second].every((technology) => decisions.some(([name]) => name === technology)) &&
      decisions.some(([, , role]) => role === 'champion'),
  );
  return { first: settingsOf(first, compared), second: settingsOf(second, compared) };
}

function settingsOf(technology: string, counts: readonly DatedDecisionCount[]): readonly DecidedWith[] {
  const settings = new Map<string, GrowingSetting>();
  for (const { decisions, scans, firstAt, lastAt } of counts) {
    for (const [name, , , model, threshold] of decisions) {
      if (name !== technology) continue;
      const key = `${model} ${threshold}`;
      const setting = settings.get(key) ?? { model, threshold, scans: 0, firstAt, lastAt };
      settings.set(key, setting);
      setting.scans += scans;
      setting.firstAt = Math.min(setting.firstAt, firstAt);
      setting.lastAt = Math.max(setting.lastAt, lastAt);
    }
  }
  return [...settings.values()]
    .sort((a, b) => a.firstAt - b.firstAt)
    .map((setting) => ({
      ...setting,
      firstAt: new Date(setting.firstAt).toISOString(),
      lastAt: new Date(setting.lastAt).toISOString(),
    }));
}
