import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createOnnxGraph } from '../../../models/graph/onnx-graph.ts';
import { TRIAL_MODEL, tryProvider } from '../../../src/inference/runtimes/try-provider.ts';
import { probeProvider } from '../../../src/workers/device/probe-provider.ts';
import { failureOf } from '../../fixtures/value-from.ts';

const BROKEN = { entry: new URL('../../../dist/tests/workers/device/broken-trials.js', import.meta.url) };
const NO_VULKAN = { ...process.env, VK_DRIVER_FILES: '/nonexistent.json', VK_ICD_FILENAMES: '/nonexistent.json' };

describe('a probe of a provider', () => {
  it('finds the CPU', async () => {
    expect(await probeProvider('cpu')).toEqual({ ok: true, value: null });
  });

  it.skipIf(existsSync('/dev/nvidiactl'))('says what is missing for NVIDIA’s, and how to get it', async () => {
    for (const provider of ['cuda', 'tensorrt'] as const) {
      const failure = failureOf(await probeProvider(provider));
      expect(failure).toContain(`does not start on ${provider}`);
      expect(failure).toMatch(/NVIDIA/);
    }
  });

  it.skipIf(process.platform !== 'linux')('says what WebGPU needs where no driver is found', async () => {
    expect(failureOf(await probeProvider('webgpu', { env: NO_VULKAN }))).toContain('Vulkan');
  });

  it('survives a driver that ends its process, and says how it ended', async () => {
    expect(failureOf(await probeProvider('cuda', BROKEN))).toContain('Trying cuda ended its process (SIGSEGV)');
    expect(failureOf(await probeProvider('webgpu', BROKEN))).toContain('(exit 3)');
  });

  it('does not wait for a driver that hangs', async () => {
    const failure = failureOf(await probeProvider('tensorrt', { ...BROKEN, limitMs: 200 }));
    expect(failure).toContain('tensorrt did not compute four values within 0.2 s');
  });
});

describe('the trial of a provider', () => {
  it('runs the model that its bytes are said to be', () => {
    const graph = createOnnxGraph({ name: 'provider-trial', description: 'y = 2x + 1' });
    const doubled = graph.node('Mul', [graph.input('x', 'float32', [1, 4]), graph.constant(2)]);
    graph.output(graph.node('Add', [doubled, graph.constant(1)]), 'y', 'float32', [1, 4]);
    expect(TRIAL_MODEL).toEqual(graph.encode());
  });

  it('says that ONNX Runtime has no provider of that name', async () => {
    expect(failureOf(await tryProvider('wasm'))).toContain('on wasm');
  });
});
