import type { MergedTechnology } from './merged-report.ts';

/** What a row over all ports is called, where those of ports have their names. */
export const ALL_PORTS = 'all ports';

/** What of a technology stands in one row of a table of ports. */
export type PortRow = Pick<MergedTechnology['byPort'][number], 'port' | 'rates' | 'auroc'>;

/** A technology port by port and, where it screened at several, over all of them: of one alone that would be its row again. */
export function portRows({ byPort, pooled }: MergedTechnology): readonly PortRow[] {
  return [...byPort, ...(byPort.length > 1 ? [{ port: ALL_PORTS, ...pooled }] : [])];
}
