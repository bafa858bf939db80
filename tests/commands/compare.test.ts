import { describe, expect, it } from 'vitest';
import { plantedReport, watcherReport } from '../fixtures/bench-report.ts';
import { compare } from './compare/compare-reports.ts';

describe('scanbench compare', () => {
  it('shows 0 with no discordant pair between a report and itself, and lets it through the gate', async () => {
    const { said, exitCode } = await compare(watcherReport(0.8), watcherReport(0.8), '--gate');
    expect(exitCode, said).toBe(0);
    expect(said).toContain('the very same answers on 300 of 300 scans');
    expect(said).toMatch(/Pd \* .* 0\.0 \[−2\.5, \+2\.5\] .* McNemar, 0 and 0 discordant +not shown/);
    expect(said).not.toMatch(/ (worse|better)$/m);
  });

  it('asks whether another report was meant where one is held against itself, and not of two technologies in it', async () => {
    const two = plantedReport([
      { model: 'a', skill: 0.8, scanMs: 10 },
      { model: 'b', skill: 0.8, scanMs: 10 },
    ]);
    const question = `Both are one and the same report (${two.id}): was another meant?`;
    expect((await compare(two, two)).said).toContain(question);
    expect((await compare(two, two, '--technology', 'a=b')).said).not.toContain(question);
    expect((await compare(two, { ...two, id: 'another' })).said).not.toContain(question);
  });

  it('stops at the gate, and only there, where the second finds less, and names what is worse', async () => {
    const { said, exitCode } = await compare(watcherReport(0.9), watcherReport(0.3));
    expect(exitCode).toBe(0);
    expect(said).toMatch(/Pd \* .*McNemar.* worse$/m);
    expect(said).toContain('Worse beyond its uncertainty');
    expect((await compare(watcherReport(0.9), watcherReport(0.3), '--gate')).exitCode).toBe(1);
    expect((await compare(watcherReport(0.3), watcherReport(0.9), '--gate')).exitCode).toBe(0);
  });

  it('says on how many scans a technology failed, and why, and stops where that is shown to be more', async () => {
    const shaky = plantedReport([{ model: 'watcher', skill: 0.8, scanMs: 20, failsOnOneOf: 5 }]);
    const { said, exitCode } = await compare(watcherReport(0.8), shaky, '--gate');
    expect(exitCode).toBe(1);
    expect(said).toMatch(/watcher@onnx-cpu: without a score is worse: 0\.0 %, then 20\.0 %/);
    expect(said).toContain('In the second report it failed on 60 of 300 scans. Its server answers 500.');
    expect(said).toMatch(/\bfailed\b.*20\.0 %/);
    expect((await compare(watcherReport(0.8), watcherReport(0.8))).said).not.toMatch(/failed/);
  });

  it('stops at a technology that is gone and at one whose answers changed when timed', async () => {
    const two = plantedReport([
      { model: 'a', skill: 0.8, scanMs: 10 },
      { model: 'b', skill: 0.8, scanMs: 10 },
    ]);
    const gone = await compare(two, { ...two, technologies: two.technologies.slice(0, 1) }, '--gate');
    expect(gone.exitCode).toBe(1);
    expect(gone.said).toContain('b@onnx-cpu: the second report lacks it.');
    const refused = plantedReport([
      { model: 'a', skill: 0.8, scanMs: 10 },
      { model: 'b', skill: 0.8, scanMs: 10, isRefused: true },
    ]);
    const changed = await compare(two, refused, '--gate');
    expect(changed.exitCode).toBe(1);
    expect(changed.said).toContain('b@onnx-cpu: Its answers changed.');
  });

  it('prints JSON for machines, without a word about containers', async () => {
    const { said } = await compare(watcherReport(0.9), watcherReport(0.3), '--json');
    const comparison: unknown = JSON.parse(said);
    expect(comparison).toMatchObject({
      kind: 'scanbench-comparison',
      scans: { state: 'paired', threats: 150, benigns: 150 },
      technologies: [
        {
          changes: expect.arrayContaining([expect.objectContaining({ measure: 'Pd', gates: true, finding: 'worse' })]),
        },
      ],
    });
  });
});
