import type { Siblings } from '../../domain/service/siblings.ts';
import type { GroupCommit } from '../../records/group-commit.ts';

/** Commits within so many milliseconds are told of together. */
const TOGETHER_MS = 10;

/** Wakes those who wait for a commit, whichever process made it: listeners to events, webhooks. */
export function shareCommits(commit: Pick<GroupCommit, 'onCommit' | 'announce'>, siblings: Siblings): void {
  let isPlanned = false;
  siblings.hear('committed', commit.announce);
  commit.onCommit((by) => {
    if (by === 'another' || isPlanned) return;
    isPlanned = true;
    setTimeout(() => {
      isPlanned = false;
      void siblings.tell('committed', null);
    }, TOGETHER_MS).unref();
  });
}
