import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { nvidiaMeter } from '../../../../src/commands/bench/energy/nvidia-smi.ts';
import { joulesOf } from '../../../../src/commands/bench/energy/power-samples.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { failureOf, valueFrom } from '../../../fixtures/value-from.ts';

describe('joulesOf', () => {
  it('is the area under the samples, level at both ends', () => {
    const samples = [
      { atMs: 900, watts: 999 },
      { atMs: 1100, watts: 100 },
      { atMs: 1200, watts: 200 },
      { atMs: 2100, watts: 999 },
    ];
    expect(joulesOf(samples, 1000, 2000)).toBeCloseTo(0.1 * 100 + 0.1 * 150 + 0.8 * 200, 9);
  });

  it('is unknown without a sample in between', () => {
    expect(joulesOf([{ atMs: 1, watts: 5 }], 2, 3)).toBeNull();
  });
});

/** A tool that says these lines once, or again and again where it is told to. */
async function fakeTool(lines: readonly string[]): Promise<string> {
  const file = path.join(await temporaryFolder(), 'nvidia-smi');
  const say = `printf '${lines.join('\\n')}\\n'`;
  const script = `#!/bin/sh\n${say}\ncase "$*" in *loop-ms*) while sleep 0.02; do ${say}; done;; esac\n`;
  await writeFile(file, script, { mode: 0o755 });
  return file;
}

describe('nvidiaMeter', () => {
  it('samples all GPUs together while it runs', async () => {
    const meter = valueFrom(await nvidiaMeter(await fakeTool(['68.50', '31.50'])));
    expect(meter.what).toBe('2 GPUs, power sampled every 100 ms');
    const startedAt = performance.now();
    const stop = await meter.start();
    await expect.poll(() => performance.now() - startedAt).toBeGreaterThan(300);
    const beforeMs = performance.now() - startedAt;
    const joules = await stop();
    const afterMs = performance.now() - startedAt;
    expect(joules).toBeGreaterThan(0.1 * beforeMs * 0.9);
    expect(joules).toBeLessThanOrEqual(0.1 * afterMs);
  });

  it('has no figure where nothing was said in time', async () => {
    const file = await fakeTool(['68.50']);
    const meter = valueFrom(await nvidiaMeter(file));
    await writeFile(file, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const stop = await meter.start();
    await sleep(50);
    expect(await stop()).toBeNull();
  });

  it('fails with the reason where there is no tool, or a GPU does not tell', async () => {
    expect(failureOf(await nvidiaMeter('/nowhere/nvidia-smi'))).toContain('does not answer');
    expect(failureOf(await nvidiaMeter(await fakeTool(['68.50', '[N/A]'])))).toContain('does not tell');
  });
});
