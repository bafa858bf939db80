import type { Tensor } from '../../domain/technology/tensor.ts';
import type { Manifest } from '../../inference/model/manifest.ts';
import { dimsOfChannel } from '../../inference/output/pick-channel.ts';
import { type Given, keepsProportions, squeeze } from './squeeze.ts';

/**
 * Where an answer with a channel for each class has its channels: what converters turn round at the input of a graph, they
 * may leave at its output. It is where the input has its own, unless one channel has the proportions of what went in only,
 * or more nearly, when read the other way. A graph that resizes by itself has them in neither.
 */
export function classLayout({ dims }: Tensor, given: Given): Manifest['input']['layout'] {
  const other = given.layout === 'NCHW' ? 'NHWC' : 'NCHW';
  const [asInput, otherwise] = [dimsOfChannel(dims, given.layout), dimsOfChannel(dims, other)];
  return keepsProportions(otherwise, given) && squeeze(otherwise, given) < squeeze(asInput, given)
    ? other
    : given.layout;
}
