import { expect, it } from 'vitest';
import { reportHtml } from '../../../../src/commands/bench/html/report-html.ts';
import { reportMarkdown } from '../../../../src/commands/bench/markdown/report-markdown.ts';
import type { Report } from '../../../../src/commands/bench/report/report.ts';
import { plantedReport } from '../../../fixtures/bench-report.ts';

const report = plantedReport([
  { model: 'first', skill: 0.9, scanMs: 10 },
  { model: 'second', skill: 0.8, scanMs: 12 },
]);

const withScenarios = (keep: (scenario: string) => boolean): Report => ({
  ...report,
  technologies: report.technologies.map((technology) => {
    const { speed } = technology;
    if (speed.state === 'refused') return technology;
    return { ...technology, speed: { ...speed, scenarios: speed.scenarios.filter(({ scenario }) => keep(scenario)) } };
  }),
});

it('shows no empty table where a scenario was not timed, and says that it was not', () => {
  const ended = withScenarios((scenario) => scenario !== 'offline');
  expect(reportMarkdown(report)).not.toContain('Of no technology');
  expect(reportMarkdown(ended)).toMatch(
    /\*\*offline\*\* .*\n\nOf no technology is there a figure\.\n\n## Cost\n\n\| technology/,
  );
  expect(reportHtml(report)).not.toContain('not timed');
  expect(reportHtml(ended)).toContain('not timed');
});

it('shows no empty table of cost where none has a speed', () => {
  const speed = { state: 'refused', reason: 'Its answers changed.' } as const;
  const refused = { ...report, technologies: report.technologies.map((technology) => ({ ...technology, speed })) };
  expect(reportMarkdown(refused)).toContain('## Cost\n\nOf no technology is there a figure.\n');
});
