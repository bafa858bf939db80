import { describe, expect, it } from 'vitest';
import { succeed } from '../../../src/domain/failure.ts';
import type { ModelSignature, TensorSpec } from '../../../src/domain/technology/tensor.ts';
import { loadDetector } from '../../../src/inference/load-detector.ts';
import { signatureMisfit } from '../../../src/inference/model/signature-misfit.ts';
import type { Runtime } from '../../../src/inference/runtime.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { failureOf } from '../../fixtures/value-from.ts';
import { packModel } from '../../fixtures/write-model.ts';

const MANIFEST = modelManifest({
  input: { name: 'image' },
  output: { kind: 'anomaly-map', names: { map: 'heat' } },
});

function named(...names: readonly string[]): readonly TensorSpec[] {
  return names.map((name) => ({ name, type: 'float32', dims: [] }));
}

describe('signatureMisfit', () => {
  it.each([
    ['another input', ['x'], ['heat'], 'takes "x", its manifest says input.name "image": correct it'],
    ['two inputs', ['image', 'mask'], ['heat'], 'takes 2 inputs (image, mask): export it with the picture as its only'],
    ['no input', [], ['heat'], 'takes 0 inputs (none): '],
    ['other outputs', ['image'], ['map', 'score'], 'gives map, score, its manifest says output.names.map "heat"'],
  ] as const)('names field and cure for %s', (_what, inputs, outputs, sentence) => {
    expect(signatureMisfit(MANIFEST, { inputs: named(...inputs), outputs: named(...outputs) })).toContain(sentence);
  });

  it('passes over outputs that are not read', () => {
    expect(signatureMisfit(MANIFEST, { inputs: named('image'), outputs: named('label', 'heat') })).toBeNull();
  });
});

describe('a model whose tensors are not those of its manifest', () => {
  it('is not loaded, and is closed again', async () => {
    let isClosed = false;
    const signature: ModelSignature = { inputs: named('x'), outputs: named('heat') };
    const runtime: Runtime = {
      name: 'onnx',
      load: async () =>
        succeed({
          signature,
          run: async () => succeed({}),
          close: async () => {
            isClosed = true;
          },
        }),
    };
    const model = await packModel(MANIFEST, Uint8Array.of(1));
    const loaded = await loadDetector(model, { provider: 'cpu', intraOpThreads: 1 }, runtime);
    expect(failureOf(loaded)).toContain('Model "fixture" takes "x", its manifest says input.name "image": correct it.');
    expect(isClosed).toBe(true);
  });
});
