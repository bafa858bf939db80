import type { GraphValue, OnnxGraph } from './onnx-graph.ts';
import { slice } from './slice.ts';

/** Repeats the edge cells outwards. */
export function padEdges(graph: OnnxGraph, plane: GraphValue, cells: number): GraphValue {
  const pads = graph.indices([0, 0, cells, cells, 0, 0, cells, cells]);
  return graph.node('Pad', [plane, pads], { mode: { string: 'edge' } });
}

/** Takes `cells` away from each side. */
export function cutEdges(graph: OnnxGraph, plane: GraphValue, cells: number): GraphValue {
  return slice(graph, plane, [
    { axis: 2, start: cells, beforeEnd: cells },
    { axis: 3, start: cells, beforeEnd: cells },
  ]);
}
