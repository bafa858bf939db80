import { readdir } from 'node:fs/promises';

/** Why there can be no models where the setting says, in a sentence, or null. A folder that is empty may be filled, and is one. */
export async function whyNoModelsFolder(modelsDir: string): Promise<string | null> {
  const canBeRead = await readdir(modelsDir).then(
    () => true,
    () => false,
  );
  return canBeRead
    ? null
    : `SCANBENCH_MODELS_DIR is "${modelsDir}", which is no folder that can be read: name the one that holds one folder a model, or unset it for the shipped models.`;
}
