import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { killTree, treeCpuSeconds } from '../../../bench/peers/process-tree.ts';

/** A process that starts another, which works; both then wait. The parent says when the work is done. */
const PARENT = `
const { spawn } = require('node:child_process');
const work = "const end = process.cpuUsage().user + 400000; while (process.cpuUsage().user < end); console.log(process.pid); setInterval(() => {}, 1000)";
spawn(process.execPath, ['-e', work], { stdio: ['ignore', 'inherit', 'inherit'] });
setInterval(() => {}, 1000);
`;

describe.skipIf(process.platform !== 'linux')('a tree of processes', () => {
  it('counts the CPU of a child, and ends with it', async () => {
    const parent = spawn(process.execPath, ['-e', PARENT], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = await once(parent.stdout, 'data');
    const child = Number(String(said));
    expect(treeCpuSeconds(parent.pid ?? 0)).toBeGreaterThanOrEqual(0.4);
    expect(treeCpuSeconds(parent.pid ?? 0)).toBeGreaterThan(treeCpuSeconds(child));

    killTree(parent.pid ?? 0);
    // The child holds the pipe, too: it closes when both are gone.
    const [code, signal] = await once(parent, 'close');
    expect([code, signal]).toEqual([null, 'SIGKILL']);
  }, 30_000);

  it('of a process that is gone is nothing', () => {
    expect(treeCpuSeconds(2 ** 30)).toBe(0);
  });
});
