import type { UnreadableScan } from '../gather-screened.ts';

/** A warning for a report, with one example; the command names them all where it ends. */
export function unreadableWarning(unreadable: readonly UnreadableScan[], screened: number): readonly string[] {
  const [first] = unreadable;
  if (first === undefined) return [];
  const { length } = unreadable;
  return [
    `${length} of ${length + screened} scans cannot be read and ${length === 1 ? 'is' : 'are'} in no number; ` +
      `one of them, ${first.name}: ${first.reason}`,
  ];
}
