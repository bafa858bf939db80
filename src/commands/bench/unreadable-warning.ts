import { type UnreadableScan, unreadableCount } from '../sample-screening/gather-screened.ts';

/** A warning for a report, with one example; the command names them all where it ends. */
export function unreadableWarning(unreadable: readonly UnreadableScan[], screened: number): readonly string[] {
  const [first] = unreadable;
  if (first === undefined) return [];
  return [`${unreadableCount(unreadable, screened)}; one of them, ${first.name}: ${first.reason}`];
}
