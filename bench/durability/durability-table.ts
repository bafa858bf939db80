import { textTable } from '../../src/commands/command-line/text-table.ts';
import { ratioText } from '../throughput-ratio.ts';
import type { Durability } from './durability.ts';

export function durabilityTable({ scanBytes, scansPerSecond, cpuMsPerScan, storeMs, throughput }: Durability): string {
  return textTable(
    ['records', 'KB a scan', 'scans/s', 'CPU ms a scan', 'store, median ms', 'throughput ÷ in memory [95 %]'],
    (['disk', 'memory'] as const).map((place) => [
      place,
      (scanBytes / 1000).toFixed(0),
      scansPerSecond[place].toFixed(1),
      cpuMsPerScan[place].toFixed(1),
      storeMs[place].toFixed(1),
      place === 'disk' ? ratioText(throughput) : '1',
    ]),
  );
}
