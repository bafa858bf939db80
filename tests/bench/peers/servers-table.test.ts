import { expect, it } from 'vitest';
import type { ArrivedScan } from '../../../bench/overload/drive-loops.ts';
import { serversTable } from '../../../bench/peers/servers-table.ts';

function scan(status: number | null, latencyMs: number): ArrivedScan {
  return {
    status,
    brokenBy: status === null ? 'ECONNRESET' : null,
    retryAfter: null,
    serverTiming: '',
    answeredAt: 0,
    latencyMs,
    lagMs: 0,
  };
}

it('tells what was screened soon from what was late, refused and broken, and states no p99 of few scans', () => {
  const overload = [
    scan(200, 100),
    scan(200, 1900),
    scan(200, 9000),
    scan(503, 5),
    scan(429, 5),
    scan(500, 5),
    scan(null, 5),
  ];
  const round = {
    capacityPerSecond: 2,
    cpuMsPerScan: 12.5,
    loadedMs: [10, 20, 30],
    overload,
    overloadSeconds: 1,
    goodputPerSecond: 3,
  };
  const table = serversTable({
    servers: [{ name: 'Peer', version: '1.2', answeredStatus: 200, score: 0.5, rounds: [round] }],
    skipped: [{ name: 'Other', reason: 'does not install: no network' }],
  });
  const cells = table.split('\n')[2]?.split(' | ');
  expect(cells).toEqual([
    '| Peer',
    '1.2',
    '2.00 [2.00, 2.00]',
    '12.50 [12.50, 12.50]',
    '20 ms (n = 3)',
    'too few queries (3 of 662)',
    '1.50 [1.50, 1.50]',
    '1.00 [1.00, 1.00]',
    '7, 3, 2, 2',
    '9.0 s |',
  ]);
  expect(table).toContain('Other: skipped, does not install: no network');
});
