import { fail } from '../failure.ts';
import type { Technology } from './technology.ts';

/** The failure of who names a technology that is not there, with those that are; `hint` is what else may have been meant. */
export function unknownTechnology(id: string, technologies: readonly Technology[], hint = '') {
  const known = technologies.map((technology) => technology.id).join(', ') || 'none';
  return fail('unknown-technology', `The technology ${JSON.stringify(id)} is not known. Known are: ${known}${hint}.`);
}
