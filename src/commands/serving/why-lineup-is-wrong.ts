import type { Config } from '../../config/config.ts';
import { findUnknownTechnologies } from '../../workers/technologies/unknown-technologies.ts';

/**
 * Why the lineup of the settings cannot be meant, in a sentence, or null: it names a technology that no model in the folder is,
 * which no waiting mends. One whose model is there and broken may be named; `/readyz` says so of it.
 */
export async function whyLineupIsWrong(
  { champion, challengers, providers }: Pick<Config, 'champion' | 'challengers' | 'providers'>,
  modelsDir: string,
): Promise<string | null> {
  const named = [...(champion === undefined ? [] : [champion]), ...challengers];
  if (named.length === 0) return null;
  const { unknown, known } = await findUnknownTechnologies(named, modelsDir, providers);
  const [first] = unknown;
  if (first === undefined) return null;
  const variable = first === champion ? 'SCANBENCH_CHAMPION' : 'SCANBENCH_CHALLENGERS';
  return (
    `${variable} names "${first}", a technology that no model in ${modelsDir} is. There are: ${known.join(', ') || 'none'}. ` +
    `Name one of these, or correct SCANBENCH_MODELS_DIR or SCANBENCH_PROVIDERS.`
  );
}
