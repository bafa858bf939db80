import type { GraphValue, OnnxGraph } from './onnx-graph.ts';

/** What is kept of an axis: from `start`, counted from its beginning, up to `beforeEnd` places before its end. */
export interface Kept {
  readonly axis: number;
  readonly start: number;
  readonly beforeEnd: number;
}

/** ONNX's way to cut up to the last cell, whatever the size. */
const TO_THE_END = 2 ** 31 - 1;

/** Cuts a part out of a value of any size. */
export function slice(graph: OnnxGraph, value: GraphValue, kept: readonly Kept[]): GraphValue {
  const starts = kept.map(({ start }) => start);
  const ends = kept.map(({ beforeEnd }) => (beforeEnd > 0 ? -beforeEnd : TO_THE_END));
  const axes = kept.map(({ axis }) => axis);
  return graph.node('Slice', [value, graph.indices(starts), graph.indices(ends), graph.indices(axes)]);
}

/** One channel of [1, channels, height, width]. */
export function channelOf(graph: OnnxGraph, planes: GraphValue, channel: number, channels: number): GraphValue {
  return slice(graph, planes, [{ axis: 1, start: channel, beforeEnd: channels - 1 - channel }]);
}
