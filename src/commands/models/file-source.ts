import path from 'node:path';
import { succeed } from '../../domain/failure.ts';
import { weightsPrecision } from '../../inference/runtimes/weights-precision.ts';
import { copyModelFiles } from './copy-model-files.ts';
import type { ModelSource } from './model-source.ts';
import { holdsImageNetMeans } from './normalization.ts';
import { proposeModel } from './propose-model.ts';

/** An `.onnx` file: copied with its weights, read by its graph and by two runs of it. */
export function fileSource(file: string): ModelSource {
  return {
    origin: path.basename(file),
    name: path.basename(file),
    async read(id, folder, wishes) {
      const copied = await copyModelFiles(file, folder);
      if (!copied.ok) return copied;
      const { bytes, files, weightsPath } = copied.value;
      // Imported here, so that no other command waits for the library.
      const { loadOnnx } = await import('../../inference/runtimes/onnx.ts');
      const loaded = await loadOnnx(id, weightsPath, { provider: 'cpu', intraOpThreads: 1 });
      if (!loaded.ok) return loaded;
      try {
        const proposed = await proposeModel(loaded.value, holdsImageNetMeans(bytes), wishes);
        if (!proposed.ok) return proposed;
        const { part, assumptions, warnings } = proposed.value;
        const precision = weightsPrecision(bytes);
        return succeed({ part: { files: [...files], runtime: 'onnx', ...part }, precision, assumptions, warnings });
      } finally {
        await loaded.value.close();
      }
    },
  };
}
