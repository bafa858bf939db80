import type { PlanOutline, ReportOrder } from '../../domain/comparison/report.ts';
import { ask } from '../api-client.ts';
import type { Answer } from '../api-document.ts';
import type { ReportDocument, ReportFile, ReportPage } from './report-document.ts';

/** The newest reports, `limit` at most. */
export function fetchReports(limit: number): Promise<Answer<ReportPage>> {
  return ask(`/v1/reports?limit=${limit}`, (response): Promise<ReportPage> => response.json());
}

/** The plans that can be asked for by name. */
export function fetchPlans(): Promise<Answer<readonly PlanOutline[]>> {
  return ask('/v1/plans', async (response) => {
    const body: { readonly items: readonly PlanOutline[] } = await response.json();
    return body.items;
  });
}

/** The names of the sample sets that can be asked for. */
export function fetchSampleSets(): Promise<Answer<readonly string[]>> {
  return ask('/v1/sample-sets', async (response) => {
    const body: { readonly items: readonly { readonly name: string }[] } = await response.json();
    return body.items.map(({ name }) => name);
  });
}

/** Puts a report into the queue. */
export function startReport(order: ReportOrder): Promise<Answer<ReportDocument>> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(order) };
  return ask('/v1/reports', (response): Promise<ReportDocument> => response.json(), init);
}

/** Ends a report where it is made or waits, and removes it. */
export function removeReport(id: string): Promise<Answer<null>> {
  return ask(`/v1/reports/${id}`, async () => null, { method: 'DELETE' });
}

/** A file of a finished report. */
export function fetchReportFile(id: string, file: ReportFile): Promise<Answer<Blob>> {
  return ask(`/v1/reports/${encodeURIComponent(id)}/${file}`, (response) => response.blob());
}
