import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { AttenuationScene } from './attenuation-scenes.ts';

export interface MapOfScores {
  readonly widthCells: number;
  readonly heightCells: number;
  readonly scores: readonly number[];
}

/** A model with the input `attenuation` and one output of scores, run without the pipeline around it. */
export interface AttenuationModel {
  run(scene: AttenuationScene): Promise<MapOfScores>;
}

export async function loadAttenuationModel(bytes: Uint8Array, output = 'map'): Promise<AttenuationModel> {
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  return {
    async run({ widthPx, heightPx, attenuation }) {
      const given = { attenuation: new Tensor('float32', attenuation, [1, 1, heightPx, widthPx]) };
      const map = (await session.run(given))[output];
      if (!(map?.data instanceof Float32Array)) throw new Error(`the model has no float32 output "${output}"`);
      const [, , heightCells = 0, widthCells = 0] = map.dims;
      return { widthCells, heightCells, scores: Array.from(map.data) };
    },
  };
}
