import type { ThreadReport } from '../messages.ts';
import type { TechnologyChange } from '../worker-event.ts';

/** Which remote technologies a thread has lost or found again since its last report. */
export function changesBetween(before: ThreadReport | null, after: ThreadReport): readonly TechnologyChange[] {
  return after.technologies.flatMap(({ id: technology, reason }): readonly TechnologyChange[] => {
    const was = before?.technologies.find(({ id }) => id === technology)?.reason;
    if (was === reason) return [];
    return [
      reason === null
        ? { kind: 'technology-back', technology }
        : { kind: 'technology-away', technology, message: reason },
    ];
  });
}
