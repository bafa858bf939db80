import { describe, expect, it } from 'vitest';
import { reportHtml } from '../../../../src/commands/bench/html/report-html.ts';
import { reportMarkdown } from '../../../../src/commands/bench/markdown/report-markdown.ts';
import { standingsOf } from '../../../../src/commands/bench/pairs/standing.ts';
import { plantedReport } from '../../../fixtures/bench-report.ts';

/** Two that find much and two that find little; one is quick, and one of another has no speed. */
const REPORT = plantedReport([
  { model: 'strong', skill: 0.9, scanMs: 100 },
  { model: 'quick', skill: 0.2, scanMs: 20 },
  { model: 'changed', skill: 0.2, scanMs: 20, isRefused: true },
  { model: 'other', skill: 0.9, scanMs: 100 },
]);

describe('standings', () => {
  it('count for each technology what the verdicts say of its pairs', () => {
    const standings = standingsOf(REPORT);
    expect(standings.map(({ technology }) => technology)).toEqual(REPORT.technologies.map(({ id }) => id));
    for (const { technology, ranking, finding, speed } of standings) {
      const said = (asFirst: RegExp, asSecond: RegExp) =>
        REPORT.pairs.filter(
          ({ first, second, verdict }) =>
            (first === technology && asFirst.test(verdict)) || (second === technology && asSecond.test(verdict)),
        ).length;
      expect(finding.better).toBe(said(/finds [\d.]+ points more/, /finds [\d.]+ points less/));
      expect(finding.worse).toBe(said(/finds [\d.]+ points less/, /finds [\d.]+ points more/));
      expect(ranking.better).toBe(said(/ranks better/, /ranks worse/));
      expect(ranking.worse).toBe(said(/ranks worse/, /ranks better/));
      expect(speed.better).toBe(said(/× faster in single-stream/, /× slower in single-stream/));
      expect(speed.worse).toBe(said(/× slower in single-stream/, /× faster in single-stream/));
    }
    const [strong, quick, changed] = standings;
    expect(strong?.ranking).toEqual({ better: 2, worse: 0, compared: 3 });
    expect(quick?.speed).toEqual({ better: 2, worse: 0, compared: 2 });
    expect(changed?.speed).toEqual({ better: 0, worse: 0, compared: 0 });
  });

  it('come before the pairs where these are many, on the page and in Markdown', () => {
    const [page, markdown] = [reportHtml(REPORT), reportMarkdown(REPORT)];
    const [first] = REPORT.pairs;
    for (const text of [page, markdown]) {
      expect(text.split(first?.verdict.slice(0, 20) ?? '')[0]).toContain('faster / slower in single-stream');
      expect(text).toMatch(/2 \/ 0 of 3/);
      expect(text).toContain('not compared');
    }
    expect(page.indexOf('id="warnings"')).toBeLessThan(page.indexOf('class="verdicts"'));
    expect(page).not.toContain('class="card"');
    expect(page.match(/class="verdicts"/g)).toHaveLength(1);
  });
});
