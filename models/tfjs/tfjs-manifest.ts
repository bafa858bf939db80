import { describeFile } from '../../src/inference/model/describe-file.ts';
import type { Manifest } from '../../src/inference/model/manifest.ts';
import type { GraphModelBytes } from './tf-graph.ts';

/**
 * The manifest of an ONNX model's conversion. Channels come last; thresholds are kept, because the scores are the same;
 * what was measured is not, because it was measured on another technology.
 */
export function tfjsManifest(source: Manifest, sha256: string, files: GraphModelBytes): Manifest {
  const { id, version, title, training, input } = source;
  return {
    ...source,
    id: `${id}-tfjs`,
    title: `${title}, in TensorFlow.js`,
    files: [describeFile('model.json', files['model.json']), describeFile('weights.bin', files['weights.bin'])],
    runtime: 'tfjs',
    input: { ...input, layout: 'NHWC' },
    training: { ...training, convertedFrom: { model: id, version, sha256 } },
    evaluation: {},
  };
}
