import { readdir } from 'node:fs/promises';
import { errorCode } from '../../domain/language/error-code.ts';

/** Why there are no models; what may come by itself is a folder that is not there: the disk that holds it may be mounted late. */
export interface NoModelsFolder {
  readonly message: string;
  readonly mayCome: boolean;
}

/** Why there can be no models where the setting says, or null. A folder that is empty may be filled, and is one. */
export async function whyNoModelsFolder(modelsDir: string): Promise<NoModelsFolder | null> {
  const message = `SCANBENCH_MODELS_DIR is "${modelsDir}", which is no folder that can be read: name the one that holds one folder a model, or unset it for the shipped models.`;
  return readdir(modelsDir).then(
    () => null,
    (error: unknown) => ({ message, mayCome: errorCode(error) === 'ENOENT' }),
  );
}
