import type { Window } from './box-mean.ts';
import type { GraphValue, OnnxGraph } from './onnx-graph.ts';

/**
 * Grey-scale opening: what is narrower than the window in any direction that the window spans is taken off, all else
 * stays. At the border the window shrinks to what lies inside, so there only what is narrower than about half of it goes.
 * Serra, Image Analysis and Mathematical Morphology, 1982.
 */
export function opening(graph: OnnxGraph, plane: GraphValue, window: Window): GraphValue {
  const eroded = graph.node('Neg', [maximum(graph, graph.node('Neg', [plane]), window)]);
  return maximum(graph, eroded, window);
}

function maximum(graph: OnnxGraph, plane: GraphValue, { height, width }: Window): GraphValue {
  const pads = [(height - 1) / 2, (width - 1) / 2];
  return graph.node('MaxPool', [plane], {
    kernel_shape: { ints: [height, width] },
    pads: { ints: [...pads, ...pads] },
  });
}
