import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { reportHtml } from '../../../../src/commands/bench/html/report-html.ts';
import { reportMarkdown } from '../../../../src/commands/bench/markdown/report-markdown.ts';
import { unbroken } from '../../../../src/domain/language/unbroken.ts';
import { plantedReport } from '../../../fixtures/bench-report.ts';
import { ALL_SCENARIOS } from '../../../fixtures/planted-speed.ts';

const REPORT = plantedReport([
  { model: 'strong', skill: 0.9, scanMs: 100 },
  { model: 'quick', skill: 0.6, scanMs: 20 },
  { model: 'changed', skill: 0.6, scanMs: 20, isRefused: true },
]);
const PAGE = reportHtml(REPORT);
const VOID = new Set(['meta', 'br']);

/** Tags that are not closed where they should be; HTML forgives them, and shows something else than was meant. */
function strayTags(page: string): readonly string[] {
  const open: string[] = [];
  const stray: string[] = [];
  for (const [tag, closes, name = '', isEmpty] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s[^>]*?)?(\/?)>/gi)) {
    if (isEmpty || VOID.has(name)) continue;
    if (!closes) open.push(name);
    else if (open.pop() !== name) stray.push(tag);
  }
  return [...open, ...stray];
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll("'", '&#39;');
}

describe('the report as a page', () => {
  it('shows on how many scans a technology failed, and no column of that where all were answered', () => {
    const planted = { model: 'shaky', skill: 0.9, scanMs: 20, failsOnOneOf: 10 };
    const page = reportHtml(
      plantedReport([planted, { model: 'steady', skill: 0.6, scanMs: 20 }], { pairsOfScans: 50 }),
    );
    expect(strayTags(page)).toEqual([]);
    expect(page).toMatch(/gives no answer to<\/dt><dd><b>10<\/b> \[[\d. to]+\] <small>10 of 100 scans/);
    expect(page.match(/gives no answer to/g)).toHaveLength(1);
    expect(page).toMatch(/threats failed<\/th>.*benign scans failed<\/th>/s);
    expect(page).toContain('<small>10 of 50</small>');
    expect(page).toContain('<small>0 of 50</small>');
    expect(page).toContain('alarm, undecided or failed');
    expect(PAGE).not.toMatch(/failed/);
  });

  it('says in words that there are no threats, and shows no table of dashes and no key to curves that are not there', () => {
    const planted = { model: 'calm', skill: 0.9, scanMs: 20 };
    const page = reportHtml(plantedReport([planted], { only: 'benign', pairsOfScans: 1 }));
    expect(page).toContain('the same 1 scan of containers');
    expect(page).toContain('<small>0 of 1 scan</small>');
    const [, finds = ''] = /<section id="finds">(.*?)<\/section>/s.exec(page) ?? [];
    expect(finds).toContain('No scan with a threat is among these');
    expect(finds).not.toMatch(/class="legend"|threats not below penetration|Each threshold is read/);
    expect(finds.match(/<caption>/g)).toHaveLength(2);
    expect(strayTags(page)).toEqual([]);
  });

  it('tells each pixel measure of who maps anomalies, and a dash of who does not', () => {
    const mapped = {
      name: 'all threats',
      touched: { count: 3, n: 4, rate: 0.75, bounds: [0.194, 0.994] },
      pixelAuroc: 0.912,
      aupro: 0.834,
      aupimo: { value: 0.217, bounds: [0.1, 0.3], n: 4 },
    } as const;
    const technologies = REPORT.evaluation.technologies.map((technology, place) => ({
      ...technology,
      measures: technology.measures.map((own) => ({ ...own, localisation: place === 0 ? [mapped] : [] })),
    }));
    const page = reportHtml({ ...REPORT, evaluation: { ...REPORT.evaluation, technologies } });
    const [where = ''] = page.match(/Where: threats that a detection touches.*?<\/table>/s) ?? [];
    expect(where).toMatch(/pixel AUROC.*AUPRO \(to 0\.3\).*AUPIMO/s);
    expect(where).toMatch(/>0\.912<.*>0\.834<.*>0\.217 \(0\.100 to 0\.300\), n 4</s);
    expect(where.match(/<td>–<\/td>/g)).toHaveLength(5 * (technologies.length - 1) + 1);
  });

  it('has a dash for each figure of one whose speed was refused, and no line where it has none', () => {
    const page = reportHtml(
      plantedReport(
        [
          { model: 'steady', skill: 0.9, scanMs: 20 },
          { model: 'changed', skill: 0.6, scanMs: 20, isRefused: true },
        ],
        { pairsOfScans: 10, scenarios: ALL_SCENARIOS },
      ),
    );
    const [, speed = ''] = page.match(/<section id="speed">(.*?)<\/section>/s) ?? [];
    for (const [table] of speed.matchAll(/<table>.*?<\/table>/gs)) {
      const [head = 0, ...rows] = table
        .split('<tr>')
        .slice(1)
        .map((row) => row.match(/<t[hd]/g)?.length ?? 0);
      expect(rows, table).toEqual(rows.map(() => head));
      expect(table).not.toContain('<td></td>');
    }
    expect(speed).toContain('<td>refused</td><td>–</td>');
    expect(speed).not.toContain('Ratios: ');
  });

  it('says in plain words what is left undecided of benign scans as of threats: an officer looks at both', () => {
    const [card = ''] = PAGE.match(/<article class="card">[\s\S]*?<\/article>/) ?? [];
    const terms = [...card.matchAll(/<dt>(.*?)<\/dt>/g)].map(([, term]) => term);
    expect(terms).toEqual([
      'Of 100 containers with a threat, alarms on',
      '… and leaves undecided',
      'Of 100 containers without one, alarms on',
      '… and leaves undecided',
      'Answers',
    ]);
    expect(PAGE).toContain('What is left undecided an officer must look at, as at an alarm.');
  });

  it('promises latencies of the same share of the scans, though the queries of one carry a higher one', () => {
    const technologies = REPORT.technologies.map((technology) => {
      const { speed } = technology;
      if (technology.id !== 'strong@onnx-cpu' || speed.state === 'refused') return technology;
      const scenarios = speed.scenarios.map((result) => ({
        ...result,
        percentiles: result.percentiles.map(({ percentile, queries }) =>
          percentile > 0.5
            ? ({ state: 'too-few-queries', percentile, queries, needed: 64 } as const)
            : ({ state: 'estimated', percentile, queries, latencyMs: 100, discarded: 0 } as const),
        ),
      }));
      return { ...technology, speed: { ...speed, scenarios } };
    });
    const promised = (page: string) =>
      [...page.matchAll(/>(\d+\u00a0%) within [\d.]+\u00a0ms/g)].map(([, share]) => share);
    expect(promised(PAGE)).toEqual(['90\u00a0%', '90\u00a0%']);
    expect(promised(reportHtml({ ...REPORT, technologies }))).toEqual(['50\u00a0%', '50\u00a0%']);
  });

  it('has boxes that the keyboard can scroll, each with a name of one sentence', () => {
    const boxes = [...PAGE.matchAll(/<(?:div class="scroll"|pre) ([^>]*)>/g)].map(([, attributes = '']) => attributes);
    expect(boxes.length).toBeGreaterThan(10);
    for (const box of boxes) expect(box).toMatch(/^role="region" aria-label="[^"<.:]+[.:]?" tabindex="0"$/);
  });

  it('is well-formed, and has no number that came to nothing', () => {
    expect(strayTags(PAGE)).toEqual([]);
    expect(PAGE).not.toMatch(/NaN|Infinity|undefined|\[object/);
  });

  it('loads nothing and runs nothing, and its policy lets in its own style alone', () => {
    expect(PAGE).not.toMatch(/<script|<link|<img|<iframe|<object|\s(?:src|href|style|on[a-z]+)=|url\(|@import/i);
    const style = /<style>([\s\S]*)<\/style>/.exec(PAGE)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(PAGE).toContain(`content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;"`);
  });

  it('has every technology and every verdict', () => {
    for (const { id } of REPORT.technologies) expect(PAGE).toContain(id);
    expect(REPORT.pairs).toHaveLength(3);
    for (const { first, second, verdict } of REPORT.pairs) {
      expect(PAGE).toContain(
        `<strong>${first}</strong> beside <strong>${second}</strong>: ${unbroken(escaped(verdict))}.`,
      );
    }
  });

  it('has a table for every scenario, the rate of each search, and a ratio of each two technologies in each', () => {
    const technologies = [
      { model: 'one', skill: 0.9, scanMs: 20 },
      { model: 'two', skill: 0.9, scanMs: 40, refusedPerTrain: 3 },
    ];
    const page = reportHtml(plantedReport(technologies, { scenarios: ALL_SCENARIOS }));
    expect(strayTags(page)).toEqual([]);
    expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/);
    for (const { scenario } of ALL_SCENARIOS) {
      expect(page).toContain(`<h3>${scenario}</h3>`);
      // Of its trains one container in seven is refused.
      const ratio = scenario === 'train' ? 'not held by two@onnx-cpu' : '(1\\.9|2\\.0)\\d \\(';
      expect(page).toMatch(new RegExp(`<td>two@onnx-cpu</td><td>${scenario}</td><td>${ratio}`));
    }
    expect(page.match(/<div>\d+(\.\d)? \[below \d+(\.\d)?\]<\/div>/g)).toHaveLength(2 * 6);
    expect(page).toContain('unanswered (18 of 120)');
    expect(page).toContain('two@onnx-cpu does not hold this traffic. Its line would reach further to the right');
  });

  it('says that it is no MLPerf result, and by how much its durations differ from those of LoadGen; so does the Markdown', () => {
    const durations = 'LoadGen runs a scenario for at least 600 s, this plan single-stream for';
    expect(PAGE).toContain(`This is not an MLPerf result. ${unbroken(durations)}`);
    expect(reportMarkdown(REPORT)).toContain(durations);
  });

  it('states Pd at each limit with its n and bounds', () => {
    const [point] = REPORT.technologies[0]?.detection.atLimits ?? [];
    if (point?.state !== 'estimated') throw new Error('150 benign scans are enough for 1 %');
    expect(PAGE).toContain(`<small>${point.pd.count} of 150 threats, ${point.pfa.count} of 150 benign scans</small>`);
  });

  it('says in place of a figure that scans, queries or an honest answer are lacking', () => {
    const few = reportHtml(
      plantedReport([{ model: 'alone', skill: 0.9, scanMs: 10 }], { pairsOfScans: 8, queries: 1 }),
    );
    expect(few).toContain('too few benign scans (8 of 99)');
    expect(few).toContain('too few queries (6 of 64)');
    expect(few).toContain('too few queries for a latency (6)');
    expect(PAGE).toContain('changed@onnx-cpu has no speed: Its answers changed.');
  });

  it('shows what a name from outside says as text', () => {
    const name = `"><script>alert('x')</script>`;
    const hostile = reportHtml({
      ...plantedReport([
        { model: name, skill: 0.9, scanMs: 10 },
        { model: 'other', skill: 0.5, scanMs: 10 },
      ]),
      warnings: ['<img src=x onerror=alert(1)>'],
      unavailable: [{ technology: '<b>', reason: '</style><script>' }],
    });
    expect(hostile).not.toMatch(/<script|<img|<b>"|<\/style><script/i);
    expect(hostile).toContain('&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;@onnx-cpu');
    expect(strayTags(hostile)).toEqual([]);
  });

  it('tells nobody where files lie on the machine that it was made on', () => {
    expect(PAGE).toContain('scanbench bench --out …/compared');
    expect(PAGE).not.toContain('/home/');
  });

  it('gives every table a caption and headings, and every drawing a name', () => {
    const tables = PAGE.match(/<table>/g) ?? [];
    expect(tables.length).toBeGreaterThan(8);
    expect(PAGE.match(/<table>\s*<caption><span>[^<]/g)).toHaveLength(tables.length);
    const figures = PAGE.match(/<figure>/g) ?? [];
    expect(figures.length).toBeGreaterThan(5);
    expect(PAGE.match(/<figure>\s*<svg [^>]*role="img" aria-label="[^"]+"/g)).toHaveLength(figures.length);
  });
});
