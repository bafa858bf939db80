import type { Static } from 'typebox';
import type { ReportOrder } from '../../domain/comparison/report.ts';
import { type Outcome, succeed } from '../../domain/failure.ts';
import type { Requester } from '../../domain/service/requester.ts';
import { appendAudit } from '../../records/access/audit.ts';
import { newId } from '../../records/new-id.ts';
import type { Records } from '../../records/open-records.ts';
import { checkColumn } from '../../records/read-column.ts';
import { deleteReport, insertReport } from '../../records/reports/report-records.ts';
import type { ReportsTable } from '../../records/reports/report-tables.ts';
import { ReportOrderSchema } from '../schemas/report.ts';
import type { PreparedPlan } from './report-runner.ts';

/** A run takes minutes: who comes after so many may as well come again tomorrow. */
const QUEUE_LIMIT = 20;
const RETRY_AFTER_SECONDS = 60;

/** An order with the plan that is meant where none is named. */
export function completeOrder(order: Readonly<Static<typeof ReportOrderSchema>>): ReportOrder {
  return { plan: 'default', ...order };
}

/** Puts a report into the queue and gives its id. Fails with `rate-limited` where too many wait. */
export async function addReport(
  records: Records,
  order: ReportOrder,
  plan: PreparedPlan,
  { port, keyId }: Requester,
): Promise<Outcome<string>> {
  const id = newId();
  const at = Date.now();
  const report = { id, port: port ?? '', created_at: at, plan: plan.name, request: JSON.stringify(order) };
  const added = await records.commit.write(async (transaction) => {
    const isAdded = await insertReport(transaction, report, QUEUE_LIMIT);
    const details = { plan: plan.name };
    if (isAdded) await appendAudit(transaction, { at, actor: keyId, action: 'report.start', subject: id, details });
    return isAdded;
  });
  if (!added.ok) return added;
  if (added.value) return succeed(id);
  const message = `${QUEUE_LIMIT} reports wait already: come again later, or remove some.`;
  return { ok: false, failure: { code: 'rate-limited', message, retryAfterSeconds: RETRY_AFTER_SECONDS } };
}

/**
 * What a report on record was asked for. Fails with `records-unavailable` where it is something else; the plan itself is
 * checked where plans are read.
 */
export function readReportOrder({ id, request }: Pick<ReportsTable, 'id' | 'request'>): Outcome<ReportOrder> {
  const order = checkColumn(ReportOrderSchema, request, {
    what: `what the report ${id} was asked for`,
    cure: `remove that report (DELETE /v1/reports/${id})`,
  });
  return order.ok ? succeed(completeOrder(order.value)) : order;
}

/** Takes a report off the records. False where there is none, or none of this port. */
export function removeReport({ commit }: Records, id: string, { port, keyId }: Requester): Promise<Outcome<boolean>> {
  const change = { at: Date.now(), actor: keyId, action: 'report.remove', subject: id, details: {} };
  return commit.write(async (transaction) => {
    const isRemoved = await deleteReport(transaction, id, port);
    if (isRemoved) await appendAudit(transaction, change);
    return isRemoved;
  });
}
