import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

function promtool(...args: readonly string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, {
    cwd: shipped('dashboards', 'prometheus'),
    encoding: 'utf8',
  });
  return { status, output: `${stdout}${stderr}` };
}

describe.skipIf(!hasPromtool)('the rules', () => {
  it('and the configuration are valid', () => {
    expect(promtool('check', 'config', '--lint=all', '--lint-fatal', 'prometheus.yml')).toMatchObject({ status: 0 });
  });

  it.each(['rules.test.yml', 'rules-over-days.test.yml'])(
    'fire when they should and are silent otherwise (%s)',
    (file) => {
      const { status, output } = promtool('test', 'rules', file);
      expect([status, output]).toEqual([0, expect.stringContaining('SUCCESS')]);
    },
    300_000,
  );
});
