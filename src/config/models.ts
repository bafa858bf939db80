import { Type } from 'typebox';
import { HOST_PROVIDERS, type Provider } from '../domain/technology/technology.ts';
import { LARGEST_TILE_BATCH } from '../domain/technology/tile-batch.ts';
import type { ValuesOf } from './variables.ts';

export const MODELS_VARIABLES = {
  SCANBENCH_MODELS_DIR: Type.Optional(
    Type.String({ minLength: 1, description: 'a folder with one model folder each; by default the shipped models' }),
  ),
  SCANBENCH_CHAMPION: Type.Optional(
    Type.String({ minLength: 1, description: 'the id of a technology, e.g. local-contrast@onnx-cpu' }),
  ),
  SCANBENCH_CHALLENGERS: Type.String({
    pattern: '^[^,\\s]+(,[^,\\s]+)*$',
    default: 'none',
    description: 'ids of technologies that screen silently, separated by commas, e.g. pattern-break@onnx-cpu; or none',
  }),
  SCANBENCH_PROVIDERS: Type.String({
    pattern: `^(${HOST_PROVIDERS.join('|')})(,(${HOST_PROVIDERS.join('|')}))*$`,
    default: 'cpu',
    description: `a list of execution providers, separated by commas, out of ${HOST_PROVIDERS.join(', ')}`,
  }),
  SCANBENCH_MAX_BATCH: Type.Integer({
    minimum: 1,
    maximum: 256,
    default: 8,
    description: 'tiles that a GPU is given at once, a whole number from 1 to 256',
  }),
  SCANBENCH_MAX_WAIT_MS: Type.Number({
    minimum: 0,
    maximum: 1000,
    default: 0,
    description: 'milliseconds that a tile waits for others before a GPU is given it, from 0 to 1000',
  }),
  SCANBENCH_TILE_BATCH: Type.Integer({
    minimum: 1,
    maximum: LARGEST_TILE_BATCH,
    default: 1,
    description: `tiles of a scan that are one run on the CPU, a whole number from 1 to ${LARGEST_TILE_BATCH}`,
  }),
};

/** Which technologies there are, who screens, and how models are run. */
export interface ModelsSettings {
  /** Undefined: the models shipped with this installation. */
  readonly modelsDir?: string;
  /** Undefined: the first ready technology in the documented order. */
  readonly champion?: string;
  readonly challengers: readonly string[];
  readonly providers: readonly [Provider, ...Provider[]];
  /** How tiles are put together: those of one scan on the CPU, those of several scans where a GPU computes. */
  readonly batching: { readonly tileBatch: number; readonly maxBatch: number; readonly maxWaitMs: number };
}

export function modelsSettingsFrom(values: ValuesOf<typeof MODELS_VARIABLES>): ModelsSettings {
  const { SCANBENCH_MODELS_DIR: modelsDir, SCANBENCH_CHAMPION: champion } = values;
  const [first = 'cpu', ...others] = providersIn(values.SCANBENCH_PROVIDERS);
  return {
    ...(modelsDir !== undefined && { modelsDir }),
    ...(champion !== undefined && { champion }),
    challengers: values.SCANBENCH_CHALLENGERS.split(',').filter((id) => id !== 'none'),
    providers: [first, ...others],
    batching: {
      tileBatch: values.SCANBENCH_TILE_BATCH,
      maxBatch: values.SCANBENCH_MAX_BATCH,
      maxWaitMs: values.SCANBENCH_MAX_WAIT_MS,
    },
  };
}

/** The providers named in a checked list, each once, in the order given. */
function providersIn(list: string): Provider[] {
  const named = new Set(list.split(','));
  return [...named].flatMap((name) => HOST_PROVIDERS.filter((provider) => provider === name));
}
