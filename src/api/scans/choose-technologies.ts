import { type Failure, fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Technology } from '../../domain/technology.ts';
import { unknownTechnology } from '../../domain/unknown-technology.ts';

/**
 * The technologies that screen a scan: the requested ones, each once; without any the champion, or the first ready one.
 * Fails with `unknown-technology` when one was requested that does not exist or cannot screen now, and with
 * `runtime-failed` when none was requested and the champion cannot screen: another never takes its place silently.
 * While the service starts, `starting` says so in place of both: what cannot screen yet will in a moment.
 */
export function chooseTechnologies(
  technologies: readonly Technology[],
  requested: readonly string[],
  champion: string | undefined,
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

function succeedWithDefault(
  technologies: readonly Technology[],
  champion: string | undefined,
): Outcome<readonly string[]> {
  const chosen =
    champion === undefined
      ? technologies.find((technology) => technology.state === 'ready')
      : technologies.find((technology) => technology.id === champion);
  if (chosen?.state === 'ready') return succeed([chosen.id]);
  if (champion !== undefined) {
    const reason = chosen?.reason ?? 'no such technology was found';
    return fail('runtime-failed', `The champion ${champion} cannot screen: ${reason}`);
  }
  const reasons = technologies.map((technology) => `${technology.id}: ${technology.reason}`).join('; ');
  return fail('runtime-failed', `No technology can screen. ${reasons || 'No model was found.'}`);
}
