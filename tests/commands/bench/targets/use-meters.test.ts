import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useMeters } from '../../../../src/commands/bench/targets/use-meters.ts';
import { shipped } from '../../../../src/installation.ts';
import { fakeNvidiaSmi, toolRuns } from '../../../fixtures/fake-nvidia-smi.ts';
import { isAlive } from '../../../fixtures/is-alive.ts';
import { screenedTechnology } from '../../../fixtures/scored-scan.ts';

const ready = {
  technology: screenedTechnology('first'),
  tileBatch: { tiles: 1, whyAlone: null },
  loadMs: 1,
  warmUpMs: 1,
};
const ON_CPU = { ready: { ...ready, remote: null } };
const ON_GPU = { ready: { ...ON_CPU.ready, technology: { ...ready.technology, provider: 'cuda' } } } as const;

describe('useMeters', () => {
  it('reads nothing of this machine for a service that may be on another', async () => {
    const { meters, sources } = await useMeters({ target: 'http://10.0.0.7:8080' }, [], async (found) => found);
    expect(meters).toEqual({});
    expect(sources).toEqual({
      cpu: { state: 'not-readable', reason: expect.stringContaining('http://10.0.0.7:8080') },
    });
  });

  it('asks no GPU where no technology uses one', async () => {
    const { sources } = await useMeters({}, [ON_CPU], async (found) => found);
    expect(Object.keys(sources)).toEqual(['cpu']);
  });
});

describe.skipIf(process.platform !== 'linux')('what reads the GPUs', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('has ended when the work has failed', async () => {
    const tool = await fakeNvidiaSmi(['100']);
    vi.stubEnv('PATH', `${path.dirname(tool)}:${process.env['PATH']}`);
    const work = useMeters({}, [ON_GPU], async ({ sources }) => {
      throw new Error(sources.gpu?.state);
    });
    await expect(work).rejects.toThrow('read');
    const [pid = 0] = await toolRuns(tool);
    expect(isAlive(pid)).toBe(false);
  });

  it.each([
    ['SIGINT', null, 'SIGINT'],
    ['SIGTERM', null, 'SIGTERM'],
    ['SIGHUP', null, 'SIGHUP'],
    ['nobody, of an error', 1, null],
  ])('ends with the process, ended by %s', async (by, code, signal) => {
    const tool = await fakeNvidiaSmi(['100']);
    const meter = pathToFileURL(shipped('dist', 'src', 'commands', 'bench', 'energy', 'nvidia-smi.js'));
    const script = `import(process.argv[1]).then(({ nvidiaMeter }) => nvidiaMeter(process.argv[2])).then(() => {
      console.log('open');
      if (process.argv[3] === 'error') setTimeout(() => { throw new Error('a bug'); });
    });`;
    const child = spawn(process.execPath, ['-e', script, meter.href, tool, signal ?? 'error'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    const [pid = 0] = await toolRuns(tool);
    if (signal !== null) process.kill(child.pid ?? 0, by);
    expect(await ended).toEqual([code, signal]);
    await expect.poll(() => isAlive(pid)).toBe(false);
  });
});
