import { expect, it } from 'vitest';
import { fail, succeed } from '../../../src/domain/failure.ts';
import type { GpuProvider } from '../../../src/domain/technology/technology.ts';
import { waitForProvider } from '../../../src/workers/device/wait-for-provider.ts';

it('tries lost providers after one second, two, four … sixty, until one computes', async () => {
  const pauses: number[] = [];
  const found = await waitForProvider(['tensorrt', 'cuda'], {
    probe: async (provider) =>
      provider === 'cuda' && pauses.length === 9 ? succeed(null) : fail('runtime-failed', 'No GPU.'),
    signal: new AbortController().signal,
    pause: async (ms) => pauses.push(ms / 1000),
  });
  expect(found).toBe('cuda');
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

it('tries none any more once it is called off', async () => {
  const stopping = new AbortController();
  const tried: GpuProvider[] = [];
  const found = await waitForProvider(['cuda', 'webgpu'], {
    async probe(provider) {
      tried.push(provider);
      stopping.abort();
      return succeed(null);
    },
    signal: stopping.signal,
    pause: async () => {},
  });
  expect([found, tried]).toEqual([null, ['cuda']]);
});
