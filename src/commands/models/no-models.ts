import { readdir } from 'node:fs/promises';
import { type Failure, fail } from '../../domain/failure.ts';
import { errorMessage } from '../../domain/language/error-message.ts';

/** Why a folder in which no model was found has none, with the cure: none are in it, or it cannot be read. */
export async function noModels(modelsDir: string): Promise<{ readonly ok: false; readonly failure: Failure }> {
  const cause = await readdir(modelsDir).then(
    () => 'holds no models',
    (error: unknown) => `cannot be read (${errorMessage(error)})`,
  );
  return fail('unknown-model', `${modelsDir} ${cause}: name another folder with --models.`);
}
