import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nvidiaMeter } from '../../../../src/commands/bench/energy/nvidia-smi.ts';
import { joulesOf } from '../../../../src/commands/bench/energy/power-samples.ts';
import { fakeNvidiaSmi, toolRuns } from '../../../fixtures/fake-nvidia-smi.ts';
import { isAlive } from '../../../fixtures/is-alive.ts';
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

  it.each([
    ['before the first', [1100, 1900]],
    ['amid them', [100, 1200]],
    ['after the last', [100, 900]],
  ])('is unknown where they are silent for more than a second %s', (_, moments) => {
    const samples = moments.map((atMs) => ({ atMs, watts: 5 }));
    expect(joulesOf(samples, 0, 2000)).toBeNull();
  });
});

async function openMeter(tool: string) {
  const meter = valueFrom(await nvidiaMeter(tool));
  onTestFinished(meter.close);
  return meter;
}

describe('nvidiaMeter', () => {
  it('samples all GPUs together while it runs', async () => {
    const meter = await openMeter(await fakeNvidiaSmi(['68.50', '31.50']));
    expect(meter.what).toBe('2 GPUs, power.draw.instant sampled every 100 ms');
    const startedAt = performance.now();
    const stop = await meter.start();
    await sleep(300);
    const beforeMs = performance.now() - startedAt;
    const joules = await stop();
    const afterMs = performance.now() - startedAt;
    expect(joules).toBeGreaterThan(0.1 * beforeMs * 0.9);
    expect(joules).toBeLessThanOrEqual(0.1 * afterMs);
  });

  it('reads block after block from one run of the tool', async () => {
    const tool = await fakeNvidiaSmi(['100']);
    const meter = await openMeter(tool);
    for (let block = 0; block < 4; block++) {
      const stop = await meter.start();
      await sleep(150);
      expect(await stop()).toBeGreaterThan(0);
    }
    expect(await toolRuns(tool)).toHaveLength(1);
  });

  it('reads the mean of a second where a driver knows no other power', async () => {
    const meter = await openMeter(await fakeNvidiaSmi(['100'], { refuses: 'power.draw.instant' }));
    expect(meter.what).toBe('one GPU, power.draw sampled every 100 ms');
  });

  it('has no figure of a block in which a GPU ceased to tell', async () => {
    const meter = await openMeter(await fakeNvidiaSmi(['68.50', '31.50'], { laterSays: ['68.50', '[N/A]'] }));
    await sleep(100);
    const stop = await meter.start();
    await sleep(200);
    expect(await stop()).toBeNull();
  });

  it.skipIf(process.platform !== 'linux')('leaves nothing running when it is closed', async () => {
    const tool = await fakeNvidiaSmi(['100']);
    const meter = await openMeter(tool);
    const [pid = 0] = await toolRuns(tool);
    expect(isAlive(pid)).toBe(true);
    await meter.close();
    expect(isAlive(pid)).toBe(false);
  });

  it('fails with the reason where there is no tool, a GPU does not tell, or it tells only once', async () => {
    expect(failureOf(await nvidiaMeter('/nowhere/nvidia-smi'))).toContain('does not answer');
    expect(failureOf(await nvidiaMeter(await fakeNvidiaSmi(['68.50', '[N/A]'])))).toContain('does not tell');
    const once = await fakeNvidiaSmi(['68.50'], { endsAtOnce: true });
    expect(failureOf(await nvidiaMeter(once))).toContain('once, and not again and again');
  });
});
