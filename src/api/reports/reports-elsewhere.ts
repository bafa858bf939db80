import type { ReportProgress } from '../../domain/comparison/report.ts';
import type { Siblings } from '../../domain/service/siblings.ts';
import type { Records } from '../../records/open-records.ts';
import { addReport, removeReport } from './report-orders.ts';
import type { Reports } from './reports.ts';

/** Reports, in a process that leaves their making to the one that has the duties. */
export function reportsElsewhere({
  records,
  siblings,
}: {
  readonly records: Records;
  readonly siblings: Siblings;
}): Reports {
  let current: { readonly id: string; readonly progress: ReportProgress | null } | null = null;
  siblings.hear('report-progress', (heard) => {
    current = heard;
  });
  return {
    async add(order, plan, requester) {
      const added = await addReport(records, order, plan, requester);
      if (added.ok) await siblings.tell('reports-grew', null);
      return added;
    },
    async remove(id, requester) {
      const removed = await removeReport(records, id, requester);
      if (removed.ok && removed.value) await siblings.tell('report-removed', { id });
      return removed;
    },
    progressOf: (id) => (current?.id === id ? current.progress : null),
    wake: () => void siblings.tell('reports-grew', null),
    stop: async () => {},
  };
}
