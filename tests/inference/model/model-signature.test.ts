import { describe, expect, it } from 'vitest';
import { refineSignature, signatureFromManifest } from '../../../src/inference/model/model-signature.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';

const FREE = { multipleOf: 1 };

describe('signatureFromManifest', () => {
  it('puts channels where the layout has them, and each kind of output in its form', () => {
    const grey = modelManifest({ input: { layout: 'NHWC', type: 'uint8', size: { widthPx: 64, heightPx: 32 } } });
    expect(signatureFromManifest(grey)).toEqual({
      inputs: [{ name: 'input', type: 'uint8', dims: [FREE, { size: 32 }, { size: 64 }, { size: 1 }] }],
      outputs: [{ name: 'map', type: 'float32', dims: [FREE, FREE, FREE, { size: 1 }] }],
    });
    const { outputs } = signatureFromManifest(modelManifest({ output: { kind: 'score' } }));
    expect(outputs).toEqual([{ name: 'score', type: 'float32', dims: [FREE] }]);
    const ofClasses = signatureFromManifest(modelManifest({ output: { channel: 1 } }));
    expect(ofClasses.outputs).toEqual([{ name: 'map', type: 'float32', dims: [FREE, FREE, FREE, FREE] }]);
  });
});

describe('refineSignature', () => {
  it('keeps the sizes of the graph, adds the steps of the manifest, and fills in a shape that the graph leaves out', () => {
    const manifest = modelManifest({ input: { dynamic: { multipleOfPx: 16 } } });
    const other = { name: 'other', type: 'float32', dims: [FREE] } as const;
    const graphDims = [{ size: 1 }, { size: 1 }, FREE, { size: 512 }];
    const refined = (dims: readonly ({ size: number } | { multipleOf: number })[]) =>
      refineSignature({ inputs: [{ name: 'input', type: 'float32', dims }, other], outputs: [] }, manifest).inputs;
    expect(refined(graphDims)[0]?.dims).toEqual([{ size: 1 }, { size: 1 }, { multipleOf: 16 }, { size: 512 }]);
    expect(refined([])[0]?.dims).toEqual([FREE, { size: 1 }, { multipleOf: 16 }, { multipleOf: 16 }]);
    expect(refined(graphDims)[1]).toEqual(other);
    const withLeast = modelManifest({ input: { dynamic: { multipleOfPx: 16, leastPx: 48 } } });
    const [given] = signatureFromManifest(withLeast).inputs;
    const step = { multipleOf: 16, least: 48 };
    expect(given?.dims).toEqual([FREE, { size: 1 }, step, step]);
  });
});
