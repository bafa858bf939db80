import type { GraphValue, OnnxGraph } from './onnx-graph.ts';

export function scale(graph: OnnxGraph, plane: GraphValue, factor: number): GraphValue {
  return graph.node('Mul', [plane, graph.constant(factor)]);
}

export function addScalar(graph: OnnxGraph, plane: GraphValue, summand: number): GraphValue {
  return graph.node('Add', [plane, graph.constant(summand)]);
}

/** x / (x + half): 0 at 0, one half at `half`, below 1 everywhere. */
export function squash(graph: OnnxGraph, plane: GraphValue, half: number): GraphValue {
  return graph.node('Div', [plane, addScalar(graph, plane, half)]);
}
