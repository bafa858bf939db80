import { readModels } from '../../src/inference/model/model-folder.ts';
import type { ModelPackage } from '../../src/inference/model/model-package.ts';
import { shipped } from '../../src/installation.ts';
import { unwrap } from './thread-pipeline.ts';

/** The shipped model of a technology, `<model>@<runtime>`. */
export async function modelOf(technology: string): Promise<ModelPackage> {
  const id = technology.split('@')[0];
  const reading = (await readModels(shipped('models'))).find((candidate) => candidate.id === id);
  if (reading === undefined) throw new Error(`there is no model "${id}"`);
  return unwrap(reading.outcome);
}
