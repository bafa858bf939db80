import { describe, expect, it } from 'vitest';
import { markdownTable } from '../../../src/commands/bench/markdown/markdown-table.ts';
import { provenanceLines, strataTables } from '../../../src/commands/evaluation/evaluation-markdown.ts';
import { markdownCode, markdownText } from '../../../src/commands/report-text/markdown-text.ts';
import { plantedReport } from '../../fixtures/bench-report.ts';

const HARD = 'bo|xes `x` <b>\nof \\tin';
const SAFE = String.raw`bo\|xes \`x\` \<b> of \\tin`;

describe('markdownText', () => {
  it('leaves nothing in a name that ends a cell, a line or a text', () => {
    expect(markdownText(HARD)).toBe(SAFE);
    expect(markdownTable(['name', 'n'], [[HARD, '1']]).at(-1)).toBe(`| ${SAFE} | 1 |`);
  });

  it('makes no link or picture of a name, and leaves bounds as they are', () => {
    expect(markdownText('![tyres](http://host/x.png)')).toBe(String.raw`![tyres]\(http://host/x.png)`);
    expect(markdownText('0.84 [0.80, 0.88] (n = 20)')).toBe('0.84 [0.80, 0.88] (n = 20)');
  });

  it('puts code between more backticks than it holds', () => {
    expect(markdownCode('a | b')).toBe('`a | b`');
    expect(markdownCode('a `b`')).toBe('`` a `b` ``');
  });
});

describe('the Markdown of an evaluation', () => {
  const { evaluation } = plantedReport([{ model: 'watcher', skill: 0.9, scanMs: 20 }], { pairsOfScans: 20, seed: 5 });

  it('shows names of sets, points and parts as they are', () => {
    const sets = evaluation.sets.map((set) => ({ ...set, folder: `/port/${HARD}` }));
    const technologies = evaluation.technologies.map((technology) => ({
      ...technology,
      operatingPoints: technology.operatingPoints.map((point) => ({ ...point, name: HARD })),
    }));
    const said = provenanceLines({ ...evaluation, sets, technologies });
    expect(said.filter((line) => line.includes(`| ${SAFE} |`))).toHaveLength(2);
    const [technology] = evaluation.technologies;
    if (technology === undefined) throw new Error('one was planted');
    const cargo = technology.strata.cargo.map((stratum) => ({ ...stratum, name: HARD }));
    const strata = { ...technology.strata, cargo };
    expect(strataTables({ ...technology, strata }).join('\n')).toContain(`| ${SAFE} |`);
  });
});
