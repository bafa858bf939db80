import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../src/config/read-config.ts';
import { shipped } from '../../src/installation.ts';

const folder = shipped('deploy');
const textOf = (...parts: readonly string[]) => readFileSync(path.join(folder, ...parts), 'utf8');
const isThere = (command: string) => spawnSync(command, ['--version']).error === undefined;

const Compose = Type.Object({
  services: Type.Record(
    Type.String(),
    Type.Object({
      volumes: Type.Array(Type.String()),
      ports: Type.Array(Type.String()),
      logging: Type.Object({ options: Type.Record(Type.String(), Type.String()) }),
    }),
  ),
  volumes: Type.Record(Type.String(), Type.Null()),
  secrets: Type.Record(Type.String(), Type.Object({ file: Type.String() })),
});
const compose = Value.Parse(Compose, parse(textOf('compose.yaml')));

const Prometheus = Type.Object({
  rule_files: Type.Array(Type.String()),
  scrape_configs: Type.Array(
    Type.Object({
      job_name: Type.String(),
      authorization: Type.Object({ credentials_file: Type.String() }),
      static_configs: Type.Array(Type.Object({ targets: Type.Array(Type.String()) })),
    }),
  ),
});
const prometheus = Value.Parse(Prometheus, parse(textOf('prometheus.yml')));

describe('the service of systemd', () => {
  const unit = textOf('scanbench.service');

  it('starts what the build makes, with settings that there are', () => {
    const [, started = ''] = /^ExecStart=\/usr\/bin\/env node dist\/(.+)\.js$/m.exec(unit) ?? [];
    expect(existsSync(shipped(`${started}.ts`)), started).toBe(true);
    const settings = Object.fromEntries(
      [...unit.matchAll(/\b(SCANBENCH_\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
    );
    expect(Object.keys(settings)).not.toEqual([]);
    expect(readConfig(settings)).toMatchObject({ ok: true, config: { dataDir: '/var/lib/scanbench' }, warnings: [] });
  });

  it.skipIf(!isThere('systemd-analyze'))('is one that systemd understands whole', () => {
    const verified = spawnSync('systemd-analyze', ['verify', '--man=no', path.join(folder, 'scanbench.service')], {
      encoding: 'utf8',
    });
    expect(verified.stderr).not.toContain('scanbench.service:');
  });
});

describe('the containers of compose', () => {
  const mounts = Object.values(compose.services).flatMap(({ volumes }) => volumes.map((volume) => volume.split(':')));

  it('mount folders of this repository that are there, or volumes that are declared', () => {
    for (const [source = ''] of mounts) {
      const isKnown = source.startsWith('.') ? existsSync(path.join(folder, source)) : source in compose.volumes;
      expect(isKnown, source).toBe(true);
    }
  });

  it('listen on the host alone', () => {
    for (const { ports } of Object.values(compose.services)) {
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  it('keep logs that end somewhere', () => {
    for (const { logging } of Object.values(compose.services)) {
      expect(logging.options).toEqual({
        'max-size': expect.stringMatching(/^\d+m$/),
        'max-file': expect.stringMatching(/^\d+$/),
      });
    }
  });

  it('have a Prometheus that finds the rules, the service and its key', () => {
    for (const file of prometheus.rule_files) {
      const [source] = mounts.find(([, target]) => target === `/etc/prometheus/${path.dirname(file)}`) ?? [];
      expect(existsSync(path.join(folder, source ?? '', path.basename(file))), file).toBe(true);
    }
    const [scraped] = prometheus.scrape_configs;
    expect(scraped?.static_configs[0]?.targets).toEqual(['scanbench:8080']);
    expect('scanbench' in compose.services).toBe(true);
    expect(scraped?.job_name).toBe('scanbench');
    expect(path.basename(scraped?.authorization.credentials_file ?? '') in compose.secrets).toBe(true);
  });
});
