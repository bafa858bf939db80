import { type Failure, fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Technology } from '../../domain/technology/technology.ts';
import { unknownTechnology } from '../../domain/technology/unknown-technology.ts';
import { whyNoneScreens } from '../../domain/technology/why-none-screens.ts';

/**
 * The technologies that screen a scan: the requested ones, each once; without any the champion, or the first ready one.
 * Fails with `unknown-technology` when one was requested that does not exist or cannot screen now, and with
 * `runtime-failed` when none was requested and the champion cannot screen: another never takes its place silently.
 * While the service starts, `starting` says so in place of both: what cannot screen yet will in a moment.
 */
export function chooseTechnologies(
  technologies: readonly Technology[],
  requested: readonly string[],
  champion: string | null,
  starting: Failure | null,
): Outcome<readonly string[]> {
  if (requested.length === 0) {
    const chosen = succeedWithDefault(technologies, champion);
    return chosen.ok || starting === null ? chosen : { ok: false, failure: starting };
  }
  for (const id of requested) {
    const technology = technologies.find((candidate) => candidate.id === id);
    if (technology === undefined) return unknownTechnology(id, technologies, '; for several, repeat the parameter');
    if (technology.state === 'unavailable') {
      if (starting !== null) return { ok: false, failure: starting };
      return fail('unknown-technology', `The technology ${id} cannot screen now: ${technology.reason}`);
    }
  }
  return succeed([...new Set(requested)]);
}

function succeedWithDefault(technologies: readonly Technology[], champion: string | null): Outcome<readonly string[]> {
  const chosen =
    champion === null
      ? technologies.find((technology) => technology.state === 'ready')
      : technologies.find((technology) => technology.id === champion);
  if (chosen?.state === 'ready') return succeed([chosen.id]);
  return fail('runtime-failed', whyNoneScreens(champion, technologies));
}
