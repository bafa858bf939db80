import { groupBy } from '../language/group-by.ts';
import type { Technology } from './technology.ts';

/** Why each technology cannot screen, a reason that several share said once: a provider that is missing is missing to all. */
export function technologyReasons(technologies: readonly Technology[]): string {
  return [...groupBy(technologies, ({ reason }) => reason ?? 'It is ready.')]
    .map(([reason, those]) => `${those.map(({ id }) => id).join(', ')}: ${reason}`)
    .join(' ');
}
