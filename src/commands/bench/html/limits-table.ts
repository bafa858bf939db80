import { countedOf } from '../../../domain/language/counted.ts';
import { limitText } from '../../report-text/number-text.ts';
import type { ReportedTechnology } from '../report/report.ts';
import type { Html } from './html.ts';
import { rateCell } from './rate-cell.ts';
import { keyed } from './series.ts';
import { tableHtml } from './table.ts';

/** How many threats each technology finds where at most so many benign scans alarm. */
export function limitsTable(
  technologies: readonly Pick<ReportedTechnology, 'id' | 'detection'>[],
  pfaLimits: readonly number[],
): Html {
  return tableHtml({
    caption: 'Pd at a false-alarm limit: the share of threats found where at most so many benign scans alarm.',
    head: ['technology', ...pfaLimits.map((limit) => `Pfa at most ${limitText(limit)}`)],
    rows: technologies.map(({ id, detection }, place) => [
      keyed(place, id),
      ...pfaLimits.map((limit) => {
        const point = detection.atLimits.find(({ pfaLimit }) => pfaLimit === limit);
        if (point === undefined) return '–';
        if (point.state === 'too-few-benigns') return `too few benign scans (${point.benigns} of ${point.needed})`;
        const { pd, pdBand, pfa } = point;
        return rateCell(
          pd,
          pdBand,
          `${countedOf(pd.count, pd.n, 'threat')}, ${countedOf(pfa.count, pfa.n, 'benign scan')}`,
        );
      }),
    ]),
  });
}
