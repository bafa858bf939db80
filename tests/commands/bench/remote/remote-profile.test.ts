import { expect, it } from 'vitest';
import { reportHtml } from '../../../../src/commands/bench/html/report-html.ts';
import { reportMarkdown } from '../../../../src/commands/bench/markdown/report-markdown.ts';
import { profileOf } from '../../../../src/commands/bench/remote/remote-profile.ts';
import { remoteRows } from '../../../../src/commands/bench/report/remote-text.ts';
import type { RemoteTime } from '../../../../src/domain/network/remote-time.ts';
import { plantedReport } from '../../../fixtures/bench-report.ts';

const time = (roundTripMs: number, serverMs: number | null): RemoteTime => ({
  requests: 2,
  roundTripMs,
  waitMs: roundTripMs,
  serverMs,
  sentBytes: 3_000_000,
  receivedBytes: 1_000_000,
});
const screenings = Array.from({ length: 20 }, (_, i) => time(101 + i, 90));
const empty = Array.from({ length: 20 }, (_, i) => 1 + i);

it('tells the network from the server scan by scan, with bounds', () => {
  expect(profileOf(screenings, empty)).toEqual({
    requestsPerScan: 2,
    sentBytesPerScan: 3_000_000,
    receivedBytesPerScan: 1_000_000,
    roundTrip: { medianMs: 110.5, bounds: [106, 115], n: 20 },
    server: { medianMs: 90, bounds: [90, 90], n: 20 },
    network: { medianMs: 20.5, bounds: [16, 25], n: 20 },
    emptyRoundTrip: { medianMs: 10.5, bounds: [6, 15], n: 20 },
  });
});

it('knows no network time where the server was silent once', () => {
  const { server, network } = profileOf([...screenings.slice(1), time(100, null)], empty);
  expect([server, network]).toEqual([null, null]);
});

it('stands in the report beside an empty request, and not where all technologies run here', () => {
  const report = plantedReport([
    { model: 'near', skill: 1, scanMs: 10 },
    { model: 'far', skill: 1, scanMs: 10 },
  ]);
  expect(reportMarkdown(report)).not.toContain('## Network');
  expect(reportHtml(report)).not.toContain('id="remote"');
  const [near, far] = report.technologies;
  if (near === undefined || far === undefined) throw new Error('two were planted');
  const silent = profileOf(
    screenings.map(({ roundTripMs }) => time(roundTripMs, null)),
    empty,
  );
  const withRemote = { ...report, technologies: [near, { ...far, remote: silent }] };
  expect(remoteRows(withRemote)).toEqual([
    [
      far.id,
      '20',
      '2.0',
      '3.00 MB',
      '1.00 MB',
      expect.stringContaining(' ms ('),
      'not told',
      'not told',
      expect.stringContaining(' ms ('),
      'not known',
    ],
  ]);
  expect(reportMarkdown(withRemote)).toContain('## Network');
  expect(reportHtml(withRemote)).toContain('id="remote"');
});
