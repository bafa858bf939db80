import { textTable } from '../../src/commands/command-line/text-table.ts';
import type { CrashReport } from './crash-often.ts';

/** The counts, and each loss in a sentence. */
export function crashTable({
  kills,
  screened,
  queued,
  inspected,
  deleted,
  cutOff,
  retried,
  losses,
}: CrashReport): string {
  const table = textTable(
    ['kills', 'answered 201', 'answered 202', 'inspected', 'deleted', 'cut off', 'sent again', 'lost'],
    [[kills, screened, queued, inspected, deleted, cutOff, retried, losses.length].map(String)],
  );
  return [table, ...losses].join('\n');
}
