import { type RuntimeName, technologyId } from '../../../domain/technology/technology.ts';
import type { ModelReading } from '../../../inference/model/model-folder.ts';
import { providerFor } from '../../../inference/runtimes/provider-for.ts';

/** How a model of another precision is called: `tip-unet-int8` beside `tip-unet`. */
const PRECISION_SUFFIX = /-(int8|fp16)$/;

/** The technologies that are the same model in another precision: the same name but for its suffix, the same runtime. */
export function precisionSiblings(
  model: string,
  runtime: RuntimeName,
  models: readonly ModelReading[],
): readonly string[] {
  const base = model.replace(PRECISION_SUFFIX, '');
  return models.flatMap(({ id, outcome }) => {
    const isSibling = id !== model && id.replace(PRECISION_SUFFIX, '') === base;
    if (!isSibling || !outcome.ok || outcome.value.manifest.runtime !== runtime) return [];
    return [technologyId(id, runtime, providerFor(runtime, 'cpu'))];
  });
}
