import { describe, expect, it } from 'vitest';
import { plantedReport, watcherReport } from '../../fixtures/bench-report.ts';
import { compare } from './compare-reports.ts';

describe('scanbench compare', () => {
  it('compares technologies of different ids where it is told which', async () => {
    const other = plantedReport([{ model: 'other', skill: 0.8, scanMs: 20 }]);
    const { said, exitCode } = await compare(watcherReport(0.8), other, '--technology', 'watcher=other@onnx-cpu');
    expect(exitCode).toBe(0);
    expect(said).toContain('watcher@onnx-cpu, then other@onnx-cpu');
    const untold = await compare(watcherReport(0.8), other);
    expect(untold.exitCode).toBe(2);
    expect(untold.said).toContain('say which are meant with --technology ID=OTHER-ID');
    const three = await compare(watcherReport(0.8), other, '--technology', 'watcher=other=third');
    expect(three.exitCode).toBe(2);
    expect(three.said).toContain('"watcher=other=third" names more than two technologies');
    const unknown = await compare(watcherReport(0.8), other, '--technology', 'nobody');
    expect(unknown.exitCode).toBe(2);
    expect(unknown.said).toContain('no technology "nobody", or several; it has: watcher@onnx-cpu');
  });

  it('refuses reports between which the truth of a scan was changed', async () => {
    const report = watcherReport(0.8);
    const scans = report.scans.map((scan, place) => (place === 0 ? { ...scan, truth: 'benign' as const } : scan));
    const { said, exitCode } = await compare(report, { ...report, scans });
    expect(exitCode).toBe(2);
    expect(said).toContain('1 of 300 scans is threat in one report and benign in the other');
  });

  it.each([
    ['an older report', { ...watcherReport(0.8), version: 1 }, /second\.json was written by an older Scanbench/],
    ['a newer report', { ...watcherReport(0.8), version: 99 }, /second\.json was written by a newer Scanbench/],
    ['a report without a version', { kind: 'scanbench-report' }, /second\.json is damaged: it names no version/],
    ['an evaluation', watcherReport(0.8).evaluation, /second\.json is no report .*kind is "scanbench-evaluation"/],
    ['something else', [1, 2], /second\.json is no report .*names no kind/],
    [
      'a damaged report',
      { ...watcherReport(0.8), scans: undefined },
      /second\.json is damaged: the report lacks scans; run scanbench bench anew/,
    ],
    [
      'a damaged part',
      { ...watcherReport(0.8), warnings: '' },
      /second\.json is damaged: warnings must be a list; run/,
    ],
  ])('refuses %s by name', async (_, second, message) => {
    const { said, exitCode } = await compare(watcherReport(0.8), second);
    expect(exitCode).toBe(2);
    expect(said).toMatch(message);
  });
});
