import type { Problem } from './api-document.ts';

/** A problem in one line: what, why, and what to do. */
export function problemText({ title, detail, cure }: Problem): string {
  return `${title}. ${detail} ${cure}`;
}
