import { expect, it } from 'vitest';
import { refusedSpeeds } from '../../../../src/commands/bench/report/refused-speeds.ts';
import { plantedReport } from '../../../fixtures/bench-report.ts';

const report = plantedReport(
  [
    { model: 'a', skill: 0.8, scanMs: 10 },
    { model: 'b', skill: 0.8, scanMs: 10, isRefused: true },
  ],
  { pairsOfScans: 2 },
);

it('names whose speed is refused, and who lacks a scenario; nobody where all figures are there', () => {
  expect(refusedSpeeds(report)).toBe('There is no speed of b@onnx-cpu: the report says why.');
  const technologies = report.technologies.map((technology) => {
    if (technology.speed.state === 'refused') return technology;
    const withheld = [
      { scenario: 'offline' as const, queries: 60, failed: 12, failedByRound: [12], reason: 'It ends.' },
    ];
    return { ...technology, speed: { ...technology.speed, withheld } };
  });
  expect(refusedSpeeds({ ...report, technologies })).toBe(
    'There is no speed of a@onnx-cpu in offline, nor of b@onnx-cpu: the report says why.',
  );
  expect(refusedSpeeds({ ...report, technologies: report.technologies.slice(0, 1) })).toBeNull();
});
