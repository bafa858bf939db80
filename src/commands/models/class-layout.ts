import type { Tensor } from '../../domain/tensor.ts';
import type { Manifest } from '../../inference/model/manifest.ts';
import { dimsOfChannel } from '../../inference/output/pick-channel.ts';
import { type Given, squeeze } from './squeeze.ts';

const LAYOUTS = ['NCHW', 'NHWC'] as const satisfies readonly Manifest['input']['layout'][];

/**
 * Where an answer with a channel for each class has its channels: what converters turn round at the input of a graph, they
 * may leave at its output. It is where one channel has the proportions of what went in; where both ways do alike, that of
 * the input.
 */
export function classLayout({ dims }: Tensor, given: Given): Manifest['input']['layout'] {
  const change = (layout: Manifest['input']['layout']) => squeeze(dimsOfChannel(dims, layout), given);
  const other = LAYOUTS.find((layout) => layout !== given.layout) ?? given.layout;
  return change(other) < change(given.layout) ? other : given.layout;
}
