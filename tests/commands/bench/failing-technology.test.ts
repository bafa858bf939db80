import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Value } from 'typebox/value';
import { expect, it } from 'vitest';
import { ReportSchema } from '../../../src/commands/bench/report/report.ts';
import { allowServersHere, benchFarServer } from './bench-far-server.ts';

const RUN_MS = 120_000;
/** Empty requests, by which the network is profiled before the accuracy run. */
const EMPTY_REQUESTS = 20;

allowServersHere();

/** Benchmarks a technology whose server answers 500 to some inferences, by how many it had and how many empty requests. */
function benchWith(isBroken: (inferences: number, empty: number) => boolean) {
  let inferences = 0;
  let empty = 0;
  return benchFarServer(
    'shaky',
    {
      intercept: ({ url: asked = '' }, response) => {
        if (asked === '/v2/health/live') empty++;
        if (!asked.endsWith('/infer') || !isBroken(++inferences, empty)) return false;
        response.writeHead(500).end();
        return true;
      },
    },
    { accuracyScans: 6, performanceScans: 4, percentiles: [0.9] },
  );
}

it(
  'says of one that cannot be started which it is, and that it may be left out',
  async () => {
    const { said } = await benchWith(() => true);
    expect(process.exitCode, said).toBe(1);
    expect(said).toMatch(/shaky cannot be started: .*answers 500.* Mend that, or leave the technology out\.$/m);
  },
  RUN_MS,
);

it(
  'goes on where a remote technology answers 500 now and then, counts it, and says why',
  async () => {
    const { said, out } = await benchWith((inferences) => inferences % 4 === 0);
    expect(process.exitCode, said).toBe(1);
    expect(said).toContain('There is no speed of shaky@remote-http: the report says why.');
    expect(said).toMatch(
      /Warning: shaky@remote-http failed on \d of 6 scans, (none of them a threat|one of them a threat|\d of them threats): .*answers 500/,
    );
    const report: unknown = JSON.parse(await readFile(path.join(out, 'report.json'), 'utf8'));
    if (!Value.Check(ReportSchema, report)) throw new Error('the report is not as its schema says');
    const failed = report.scans.flatMap(({ answers }) => answers).filter(({ decision }) => decision === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed).toEqual(failed.map(() => ({ decision: 'failed', reason: 'runtime-failed', score: null })));
    expect(report.evaluation.technologies[0]?.failures).toMatchObject([
      { code: 'runtime-failed', scans: failed.length },
    ]);
    // Of the four timed scans of a pass one fails at least: more than a figure is given of.
    expect(report.technologies[0]?.speed).toEqual({
      state: 'refused',
      reason: expect.stringMatching(
        /^single-stream: no figure: \d+ of \d+ queries failed, more than one in ten: .*500/,
      ),
    });
    const csv = await readFile(path.join(out, 'scores.csv'), 'utf8');
    expect(csv.match(/,failed,runtime-failed,/g)).toHaveLength(failed.length);
  },
  RUN_MS,
);

it(
  'ends early, with the cause, where a technology answers nothing of the accuracy run',
  async () => {
    const { said } = await benchWith((_, empty) => empty >= EMPTY_REQUESTS);
    expect(process.exitCode).toBe(1);
    expect(said).toMatch(
      /shaky@remote-http failed on all of the first 6 scans\. .*answers 500.* leave the technology out/,
    );
  },
  RUN_MS,
);
