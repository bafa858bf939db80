import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { expect, onTestFinished } from 'vitest';
import { freePort } from '../../bench/free-port.ts';
import { shipped } from '../../src/installation.ts';

export const hasPrometheus = spawnSync('prometheus', ['--version']).status === 0;

/** The clock of the rules runs this much faster, so that five minutes pass in ten seconds. */
const CLOCK_FACTOR = 30;
const MS_IN = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const VectorSchema = Type.Object({
  data: Type.Object({
    result: Type.Array(
      Type.Object({
        metric: Type.Record(Type.String(), Type.String()),
        value: Type.Tuple([Type.Number(), Type.String()]),
      }),
    ),
  }),
});
const RulesSchema = Type.Object({
  data: Type.Object({
    groups: Type.Array(
      Type.Object({
        rules: Type.Array(
          Type.Object({
            type: Type.Enum(['recording', 'alerting']),
            name: Type.String(),
            health: Type.String(),
            lastError: Type.Optional(Type.String()),
          }),
        ),
      }),
    ),
  }),
});
const ExemplarsSchema = Type.Object({
  data: Type.Array(
    Type.Object({ exemplars: Type.Array(Type.Object({ labels: Type.Record(Type.String(), Type.String()) })) }),
  ),
});

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export type Rule = Static<typeof RulesSchema>['data']['groups'][number]['rules'][number];

export interface Prometheus {
  query(expr: string): Promise<readonly Sample[]>;
  rules(): Promise<readonly Rule[]>;
  /** The labels of the exemplars that the series of a query keep. */
  exemplars(query: string): Promise<readonly Readonly<Record<string, string>>[]>;
}

/**
 * Starts a Prometheus with the shipped configuration and rules, on a fast clock and with these targets in place of the
 * shipped one. It ends with the test.
 */
export async function startPrometheus(targets: readonly string[]): Promise<Prometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'scanbench-prometheus-'));
  for (const name of ['recording.rules.yml', 'alerts.rules.yml']) {
    await writeFile(join(folder, name), onFastClock(await readShipped(name)));
  }
  const config = (await readShipped('prometheus.yml'))
    .replaceAll('15s', '1s')
    .replace('["127.0.0.1:8080"]', JSON.stringify(targets));
  await writeFile(join(folder, 'prometheus.yml'), config);

  const port = await freePort();
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--enable-feature=exemplar-storage',
      '--log.level=warn',
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
    await rm(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(isReady, { timeout: 60_000 }).toBe(true);

  async function ask<Schema extends TSchema>(path: string, schema: Schema, query = ''): Promise<Static<Schema>> {
    const body = new URLSearchParams(query === '' ? {} : { query });
    const reply = await fetch(`${url}/api/v1/${path}?${body}`);
    const answer: unknown = await reply.json();
    if (!reply.ok) throw new Error(`${query}: ${JSON.stringify(answer)}`);
    return Value.Parse(schema, answer);
  }
  return {
    async query(expr) {
      const { data } = await ask('query', VectorSchema, expr);
      return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    },
    async rules() {
      return (await ask('rules', RulesSchema)).data.groups.flatMap(({ rules }) => rules);
    },
    async exemplars(query) {
      const { data } = await ask('query_exemplars', ExemplarsSchema, query);
      return data.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels));
    },
  };
}

/** Rules whose windows, offsets and waiting times pass faster; what they compare stays. */
function onFastClock(rules: string): string {
  return rules.replace(
    /(\[|for: |offset )(\d+)([mhd])\b/g,
    (_all, before: string, count: string, unit: keyof typeof MS_IN) =>
      `${before}${(Number(count) * MS_IN[unit]) / CLOCK_FACTOR}ms`,
  );
}

function readShipped(name: string): Promise<string> {
  return readFile(shipped('dashboards', 'prometheus', name), 'utf8');
}
