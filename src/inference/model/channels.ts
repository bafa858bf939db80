import type { Energy } from '../../domain/scan/plane.ts';
import type { Manifest } from './manifest.ts';

type Input = Manifest['input'];

/** What a channel shows: a quantity and the energy it is read from; the ratio is read from both. */
type Quantity =
  | { readonly plane: 'transmission' | 'attenuation'; readonly energy: Energy }
  | { readonly plane: 'ratio' };

/** One channel of an input tensor: `(quantity − mean) / std`. */
export type Channel = Quantity & { readonly mean: number; readonly std: number };

/** How many channels the planes of an input give: one for each energy, and one for the ratio. */
export function planeChannelCount(input: Pick<Input, 'planes' | 'energies'>): number {
  return input.planes.reduce((count, plane) => count + (plane === 'ratio' ? 1 : input.energies.length), 0);
}

/**
 * The channels of an input in the order of its tensor: plane by plane, each in the order of `energies`. An input whose
 * planes give one channel but that is normalised by several values has that channel several times: so a grey view
 * feeds a model made for colour pictures.
 */
export function channelsOf(input: Pick<Input, 'planes' | 'energies' | 'normalize'>): readonly Channel[] {
  const { mean, std } = input.normalize;
  const quantities = input.planes.flatMap((plane): readonly Quantity[] =>
    plane === 'ratio' ? [{ plane }] : input.energies.map((energy) => ({ plane, energy })),
  );
  const [only] = quantities;
  const repeated = quantities.length === 1 && only !== undefined ? mean.map(() => only) : quantities;
  return repeated.map((quantity, index) => ({ ...quantity, mean: mean[index] ?? 0, std: std[index] ?? 1 }));
}
