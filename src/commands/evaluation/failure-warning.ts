import { ofThemThreats } from '../../domain/comparison/of-them-threats.ts';
import { countedOf } from '../../domain/language/counted.ts';
import { failedShare } from '../../evaluation/rates.ts';
import type { EvaluatedTechnology } from './evaluation.ts';
import { overallRates } from './overall-rates.ts';

/** On how many scans a technology failed, why, and what that does to its numbers; nothing where it answered all. */
export function failureWarning(technology: EvaluatedTechnology): readonly string[] {
  const { id, failures = [] } = technology;
  const rates = overallRates(technology);
  const failed = rates === undefined ? null : failedShare(rates);
  if (failed === null) return [];
  const causes = failures.map(({ message, scans: times }) =>
    failures.length === 1 ? message : `${message} (${times} ×)`,
  );
  return [
    `${id} failed on ${countedOf(failed.count, failed.n, 'scan')}, ${ofThemThreats(rates?.threats?.failed?.count ?? 0)}: ` +
      `${causes.join(' ')} A failed threat counts as not found, a failed benign scan as no alarm; rankings and curves leave ` +
      'failed scans out, which flatters a technology that fails on hard ones.',
  ];
}
