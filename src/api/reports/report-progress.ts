import type { ReportProgress, ReportTask } from '../../domain/comparison/report.ts';

/** Where each part of a run begins and ends in the whole; how long each really takes, only the plan and the machine say. */
const SPANS = {
  loading: { from: 0, to: 0.1, phrase: 'loading technologies' },
  screening: { from: 0.1, to: 0.4, phrase: 'screening scans' },
  timing: { from: 0.4, to: 0.95, phrase: 'timing blocks' },
  drawing: { from: 0.95, to: 1, phrase: 'drawing scans' },
} as const satisfies Record<ReportTask, { from: number; to: number; phrase: string }>;

/** How far a run is, 0…1, and in words. */
export function describeProgress({ task, done, total, note }: ReportProgress): {
  readonly progress: number;
  readonly phrase: string;
} {
  const { from, to, phrase } = SPANS[task];
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const progress = Math.round(1000 * (from + share * (to - from))) / 1000;
  return { progress, phrase: `${phrase}, ${done} of ${total}${note ? ` (${note})` : ''}` };
}
