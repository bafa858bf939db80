import type { OnnxNetwork, OnnxNode } from '../graph/read-onnx.ts';

/**
 * Folds each ReLU that alone reads a convolution into that convolution, as its attribute `activation`: TensorFlow.js
 * computes both in one pass over the pixels.
 */
export function foldRelus({ nodes, outputs }: Pick<OnnxNetwork, 'nodes' | 'outputs'>): readonly OnnxNode[] {
  const uses = new Map<string, number>();
  for (const name of [...outputs, ...nodes.flatMap(({ inputs }) => inputs)]) uses.set(name, (uses.get(name) ?? 0) + 1);
  const relus = new Map(nodes.filter(({ opType }) => opType === 'Relu').map((relu) => [relu.inputs[0] ?? '', relu]));
  const folded = new Set<OnnxNode>();
  const withActivations = nodes.map((node) => {
    const relu = relus.get(node.output);
    if (node.opType !== 'Conv' || relu === undefined || uses.get(node.output) !== 1) return node;
    folded.add(relu);
    return { ...node, output: relu.output, attributes: { ...node.attributes, activation: relu.opType } };
  });
  return withActivations.filter((node) => !folded.has(node));
}
