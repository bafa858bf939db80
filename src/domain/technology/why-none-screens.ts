import type { Technology } from './technology.ts';
import { technologyReasons } from './technology-reasons.ts';

/** Why a scan that names no technology cannot be screened, with the cure: another never takes the champion's place silently. */
export function whyNoneScreens(champion: string | null, technologies: readonly Technology[]): string {
  if (champion === null) {
    return technologies.length === 0 ? NO_MODEL : `No technology can screen. ${technologyReasons(technologies)}`;
  }
  const reason = technologies.find(({ id }) => id === champion)?.reason ?? noSuchTechnology(technologies);
  const able = technologies.filter(({ id, state }) => state === 'ready' && id !== champion);
  const others = able.length === 0 ? '' : ` PUT /v1/lineup can name another: ${able.map(({ id }) => id).join(', ')}.`;
  return `The champion ${champion} cannot screen: ${reason}${others}`;
}

function noSuchTechnology(technologies: readonly Technology[]): string {
  return `There is no such technology. There are: ${technologies.map(({ id }) => id).join(', ') || 'none'}.`;
}

const NO_MODEL =
  'No model was found: add one with scanbench models add, or name another folder with SCANBENCH_MODELS_DIR.';
