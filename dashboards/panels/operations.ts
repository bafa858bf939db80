import type { Dashboard } from './dashboard.ts';
import { doorAndThreads } from './operations/door-and-threads.ts';
import { latency } from './operations/latency.ts';
import { now } from './operations/now.ts';
import { processAndScans } from './operations/process-and-scans.ts';
import { recordsAndEvents } from './operations/records-and-events.ts';
import { takt } from './operations/takt.ts';

/** Is the gate served, and if not, what stands in the way? */
export const operations: Dashboard = {
  uid: 'scanbench-operations',
  title: 'Scanbench · Operations',
  description: 'Is the gate served in time, and if not, what stands in the way?',
  variables: [
    { name: 'instance', label: 'Instance', query: 'label_values(scanbench_in_flight, instance)', isMulti: true },
  ],
  rows: [now, latency, takt, doorAndThreads, recordsAndEvents, processAndScans],
};
