import { fail, type Outcome, succeed } from '../../domain/failure.ts';

/** One value for all channels, or one for each. */
export interface Normalization {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** What networks were taught with whose backbone learned from photographs: transmission takes the place of their greys. */
export const IMAGENET: Normalization = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
export const UNIT: Normalization = { mean: [0], std: [1] };
export const BYTES: Normalization = { mean: [0], std: [1 / 255] };

const NAMED: ReadonlyMap<string, Normalization> = new Map([
  ['imagenet', IMAGENET],
  ['unit', UNIT],
  ['bytes', BYTES],
]);

/** Reads a name, or means and standard deviations as in `0.5,0.4,0.3/0.2,0.2,0.2`; null where it is neither. */
export function readNormalization(text: string): Normalization | null {
  const named = NAMED.get(text);
  if (named !== undefined) return named;
  const [mean, std, ...others] = text.split('/').map((values) => values.split(',').map(toNumber));
  if (mean === undefined || std === undefined || others.length > 0 || mean.length !== std.length) return null;
  return [...mean, ...std].every(Number.isFinite) && std.every((value) => value > 0) ? { mean, std } : null;
}

function toNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** One value for each channel. Fails with `malformed-request` where there are some, but not as many as channels. */
export function spreadOver(channels: number, { mean, std }: Normalization): Outcome<{ mean: number[]; std: number[] }> {
  const spread = (values: readonly number[]) =>
    values.length === 1 ? Array.from({ length: channels }, () => values[0] ?? 0) : [...values];
  const spreadOut = { mean: spread(mean), std: spread(std) };
  if (spreadOut.mean.length === channels) return succeed(spreadOut);
  return fail(
    'malformed-request',
    `The model takes ${channels === 1 ? '1 channel' : `${channels} channels`} and --normalize says ${mean.length}: give one value, or one for each channel.`,
  );
}

/**
 * Whether a graph normalises by itself, as exports of anomalib do: then ImageNet's means stand in the file, one after the
 * other in 32 bits.
 */
export function holdsImageNetMeans(file: Uint8Array): boolean {
  const means = Buffer.alloc(4 * IMAGENET.mean.length);
  for (const [place, mean] of IMAGENET.mean.entries()) means.writeFloatLE(mean, 4 * place);
  return Buffer.from(file.buffer, file.byteOffset, file.byteLength).includes(means);
}
