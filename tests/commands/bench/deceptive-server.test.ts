import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Value } from 'typebox/value';
import { expect, it } from 'vitest';
import { type Report, ReportSchema } from '../../../src/commands/bench/report/report.ts';
import type { Tensors } from '../../../src/domain/technology/tensor.ts';
import type { InferenceServerOptions } from '../../fixtures/inference-server.ts';
import { allowServersHere, benchFarServer } from './bench-far-server.ts';

allowServersHere();

/** Benchmarks a technology on such a server; its part of the report, and what was said. */
async function benchOn(server: InferenceServerOptions) {
  const wanted = { accuracyScans: 4, performanceScans: 2, percentiles: [0.5] };
  const { said, out } = await benchFarServer('far', server, wanted);
  const report: unknown = JSON.parse(await readFile(path.join(out, 'report.json'), 'utf8'));
  expect(Value.Check(ReportSchema, report)).toBe(true);
  const [technology] = (report as Report).technologies;
  return { technology, said };
}

it('gives no speed of a server that remembers what it answered, and says how it is known', async () => {
  const seen = new Set<string>();
  let isNew = true;
  const { technology, said } = await benchOn({
    intercept: (request, _response, body) => {
      const tensor = body.subarray(Number(request.headers['inference-header-content-length'] ?? 0));
      const key = createHash('sha256').update(tensor).digest('hex');
      isNew = !seen.has(key);
      seen.add(key);
      return false;
    },
    worksForMs: () => (isNew ? 250 : 0),
  });
  expect(technology?.speed).toMatchObject({
    state: 'refused',
    reason: expect.stringContaining('it remembers what it answered'),
  });
  expect(technology?.recall?.firstTime.n).toBe(20);
  expect(said).toContain('switch its cache off');
}, 120_000);

it('gives no speed of a server whose maps change while its scores do not', async () => {
  let asked = 0;
  const { technology } = await benchOn({
    compute: ({ input }: Tensors): Tensors => {
      if (input?.type !== 'float32') return {};
      // What is below the middle is drawn anew each time; the highest values, and so the scores, stay.
      const share = 0.5 + 0.1 * (++asked % 5);
      return { map: { ...input, data: input.data.map((value) => (value > 0.5 ? value : share * value)) } };
    },
  });
  expect(technology?.speed).toMatchObject({
    state: 'refused',
    reason: expect.stringContaining('anomaly maps of 2 of 2 timed scans'),
  });
  expect(technology?.recall).toBeDefined();
}, 120_000);
