import type { GraphValue, OnnxGraph } from './onnx-graph.ts';

/** How far a plane is moved, in cells; negative is up or left. */
export interface Shift {
  readonly down: number;
  readonly right: number;
}

/** ONNX's way to cut up to the last cell, whatever the size. */
const TO_THE_END = 2 ** 31 - 1;

/**
 * A plane of the same size, moved; what comes in from outside has the value `outside`. Padded before it is cut, so that
 * a plane smaller than the shift stays valid.
 */
export function shift(graph: OnnxGraph, plane: GraphValue, { down, right }: Shift, outside: number): GraphValue {
  const pads = [0, 0, Math.max(down, 0), Math.max(right, 0), 0, 0, Math.max(-down, 0), Math.max(-right, 0)];
  const padded = graph.node('Pad', [plane, graph.indices(pads), graph.constant(outside)]);
  return slice(graph, padded, {
    starts: [Math.max(-down, 0), Math.max(-right, 0)],
    ends: [down > 0 ? -down : TO_THE_END, right > 0 ? -right : TO_THE_END],
  });
}

/** Repeats the edge cells outwards. */
export function padEdges(graph: OnnxGraph, plane: GraphValue, cells: number): GraphValue {
  const pads = graph.indices([0, 0, cells, cells, 0, 0, cells, cells]);
  return graph.node('Pad', [plane, pads], { mode: { string: 'edge' } });
}

/** Takes `cells` away from each side. */
export function cutEdges(graph: OnnxGraph, plane: GraphValue, cells: number): GraphValue {
  return slice(graph, plane, { starts: [cells, cells], ends: [-cells, -cells] });
}

function slice(
  graph: OnnxGraph,
  plane: GraphValue,
  { starts, ends }: { readonly starts: readonly number[]; readonly ends: readonly number[] },
): GraphValue {
  return graph.node('Slice', [plane, graph.indices(starts), graph.indices(ends), graph.indices([2, 3])]);
}
