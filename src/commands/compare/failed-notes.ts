import { countedOf } from '../../domain/language/counted.ts';
import { failedShare } from '../../evaluation/rates.ts';
import type { Report } from '../bench/report/report.ts';
import { overallRates } from '../evaluation/overall-rates.ts';

/** On how many scans a technology failed in each report, and why; nothing of a report in which it answered all. */
export function failedNotes(
  reports: readonly { readonly report: Report; readonly place: number }[],
): readonly string[] {
  return reports.flatMap(({ report: { technologies, evaluation }, place }, which) => {
    const evaluated = evaluation.technologies.find(({ id }) => id === technologies[place]?.id);
    const rates = evaluated && overallRates(evaluated);
    const failed = rates === undefined ? null : failedShare(rates);
    if (failed === null) return [];
    const causes = evaluated?.failures?.map(({ message }) => message).join(' ') ?? '';
    return [
      `In the ${which === 0 ? 'first' : 'second'} report it failed on ${countedOf(failed.count, failed.n, 'scan')}. ${causes}`.trim(),
    ];
  });
}
