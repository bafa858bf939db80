import { textTable } from '../../src/commands/text-table.ts';
import type { SpeedRatio } from '../../src/performance/speed-ratio.ts';
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

function ratioText(throughput: SpeedRatio): string {
  if (throughput.state !== 'estimated') return `${throughput.needed} rounds say it`;
  const { ratio, bounds } = throughput;
  return `${ratio.toFixed(3)} [${bounds.map((bound) => bound.toFixed(3)).join(', ')}]`;
}
