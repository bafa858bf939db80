import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { AttenuationScene } from './attenuation-scenes.ts';

export interface MapOfScores {
  readonly widthCells: number;
  readonly heightCells: number;
  readonly scores: readonly number[];
}

/** A model with the input `attenuation` and the output `map`, run without the pipeline around it. */
export interface AttenuationModel {
  run(scene: AttenuationScene): Promise<MapOfScores>;
}

export async function loadAttenuationModel(bytes: Uint8Array): Promise<AttenuationModel> {
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  return {
    async run({ widthPx, heightPx, attenuation }) {
      const { map } = await session.run({ attenuation: new Tensor('float32', attenuation, [1, 1, heightPx, widthPx]) });
      if (!(map?.data instanceof Float32Array)) throw new Error('the model has no float32 output "map"');
      const [, , heightCells = 0, widthCells = 0] = map.dims;
      return { widthCells, heightCells, scores: Array.from(map.data) };
    },
  };
}
