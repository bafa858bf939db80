import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { grafanaJson } from '../../dashboards/panels/grafana-json.ts';
import { DASHBOARDS } from '../../dashboards/panels/write.ts';
import { shipped } from '../../src/installation.ts';
import { startTestApp } from '../api/test-app.ts';

const entries = Object.entries(DASHBOARDS);
const panels = entries.flatMap(([, { rows }]) => rows.flatMap((row) => row.panels));
const rules = ['recording.rules.yml', 'alerts.rules.yml'].map((name) => read('prometheus', name)).join('\n');

function read(...path: readonly string[]): string {
  return readFileSync(shipped('dashboards', ...path), 'utf8');
}

it('ships the dashboards that the tables describe, and no other (npm run dashboards)', () => {
  const files = readdirSync(shipped('dashboards', 'grafana')).filter((name) => name.endsWith('.json'));
  expect(files.toSorted()).toEqual(Object.keys(DASHBOARDS).toSorted());
  for (const [name, dashboard] of entries) expect(JSON.parse(read('grafana', name))).toEqual(grafanaJson(dashboard));
});

it('names no data source of one Grafana', () => {
  for (const [name] of entries) {
    const uids = [...read('grafana', name).matchAll(/"datasource": \{[^}]*"uid": "([^"]*)"/g)].map(([, uid]) => uid);
    expect(new Set(uids)).toEqual(new Set(['$datasource']));
  }
});

it('says of each panel what it shows, and lays none over another', () => {
  for (const { title, description, unit } of panels) {
    expect([title, description.endsWith('.'), unit]).toEqual([title, true, expect.stringMatching(/./)]);
  }
  for (const [, dashboard] of entries) {
    const taken = new Set<string>();
    for (const { gridPos } of grafanaJson(dashboard)['panels'] as {
      gridPos: Record<'x' | 'y' | 'w' | 'h', number>;
    }[]) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.has(`${x},${y}`)).toBe(false);
          taken.add(`${x},${y}`);
        }
      }
    }
  }
});

it('calls what is counted by its name: only requests are in requests a second', () => {
  const inRequests = panels.filter(({ unit }) => unit === 'reqps').flatMap(({ queries }) => queries);
  expect(inRequests.length).toBeGreaterThan(0);
  for (const { expr } of inRequests) expect(expr).toMatch(/http_request|refused_total|failed_authentications_total/);
});

it('is green only where no instance is down, however many there are', () => {
  const [down] = panels.filter(({ queries }) => queries.some(({ expr }) => /\bup\{/.test(expr)));
  expect(down).toMatchObject({
    title: 'Instances down',
    colours: [
      [null, 'green'],
      [1, 'red'],
    ],
  });
  expect(down?.queries.map(({ expr }) => expr)).toEqual([expect.stringMatching(/^sum\(1 - up\{/)]);
});

it('asks only for metrics that the service or a rule gives', async () => {
  const { app } = await startTestApp();
  const given = new Set(
    [...(await app.inject('/metrics')).body.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
  const recorded = [...rules.matchAll(/record: (\S+)/g)].map(([, name]) => name ?? '');
  const asked = [...panels.flatMap(({ queries }) => queries.map(({ expr }) => expr)), rules]
    .join('\n')
    .matchAll(/\b(?:instance\w*:)?(?:scanbench|nodejs|process)_[a-z0-9_]+(?::\w+)?/g);
  const unknown = [...asked].map(([name]) => name).filter((name) => !given.has(name) && !recorded.includes(name));
  expect(unknown).toEqual([]);
});

it('says in the message of each alert what to do first, and names the paragraph that tells the rest', () => {
  const [, ...alerts] = rules.split('- alert: ');
  for (const alert of alerts) {
    const name = /^\w+/.exec(alert)?.[0] ?? '';
    const messages = [...alert.matchAll(/^ {10}(action|runbook): (.+)$/gm)].map(([, kind, text]) => [kind, text]);
    expect(messages, name).toEqual([
      ['action', expect.stringMatching(/^".+\."$/)],
      ['runbook', `docs/operations.md#${name.toLowerCase()}`],
    ]);
  }
});

it('names paragraphs that are in the image, too', () => {
  const [file] = /docs\/\w+\.md/.exec(rules) ?? [];
  expect(readFileSync(shipped('.dockerignore'), 'utf8').split('\n')).toContain(`!${file}`);
});

it('has a paragraph in docs/operations.md for each alert, and for no other', () => {
  const alerts = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
  const paragraphs = [...readFileSync(shipped('docs', 'operations.md'), 'utf8').matchAll(/^### (Scanbench\w+)$/gm)];
  expect(alerts.length).toBeGreaterThan(10);
  expect(paragraphs.map(([, name]) => name).toSorted()).toEqual(alerts.toSorted());
});
