import { childIds } from '../../bench/peers/process-tree.ts';

/** The processes that serve under a primary, as the operating system knows them. */
export function servingPids(primary: number | undefined): readonly number[] {
  return primary === undefined ? [] : childIds(primary);
}
