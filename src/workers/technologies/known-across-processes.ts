import { isOnOwnCpu, type ProvenTechnology, type Technology } from '../../domain/technology/technology.ts';
import type { KnownTechnology } from './known-technologies.ts';

/** What the processes before this one found out about its technologies. */
export interface Inheritance {
  /** What screened there. */
  readonly proven: readonly ProvenTechnology[];
  /** Technologies that one of them did not come back from loading within `loadSeconds`. */
  readonly endless: readonly string[];
  readonly loadSeconds: number;
}

export interface InheritedTechnologies {
  /** Each with why it is not loaded: none for what is proven, whatever its files are now. */
  readonly allKnown: readonly KnownTechnology[];
  /** Those of the proven that are known by the same hash: they are tried again where they do not load now. */
  readonly provenModels: readonly ProvenTechnology[];
}

/** The technologies of the models folder, with what the processes before this one found out about them. */
export function knownAcrossProcesses(
  known: readonly KnownTechnology[],
  { proven, endless, loadSeconds }: Inheritance,
): InheritedTechnologies {
  const goodModels = proven.filter(({ id }) => !endless.includes(id));
  const all = withProven(known, goodModels);
  // Another manifest names another technology, which may be taken into use by a process that starts.
  const provenModels = goodModels.filter(({ id, hash }) =>
    all.some((technology) => technology.identity.id === id && technology.hash === hash),
  );
  const allKnown = all.map((found) => {
    const { id } = found.identity;
    if (endless.includes(id)) return { ...found, refusal: endlessLoading(loadSeconds) };
    return provenModels.some((technology) => technology.id === id) ? { ...found, refusal: null } : found;
  });
  return { allKnown, provenModels };
}

/** What the processes after this one are told: which of the technologies on the CPU are ready here. */
export function provenAmong(
  known: readonly KnownTechnology[],
  technologies: readonly Technology[],
): readonly ProvenTechnology[] {
  const able = technologies.filter((technology) => technology.state === 'ready' && isOnOwnCpu(technology));
  return known
    .filter(({ identity }) => able.some(({ id }) => id === identity.id))
    .map(({ identity, hash }) => ({ id: identity.id, hash, identity }));
}

/**
 * With those that screened in a process before this one and are not among them, because their manifest is no longer there, or
 * no manifest: each after the one that it followed there. They are tried again until it is what it was.
 */
function withProven(
  known: readonly KnownTechnology[],
  proven: readonly ProvenTechnology[],
): readonly KnownTechnology[] {
  const all = [...known];
  for (const [index, { id, identity, hash }] of proven.entries()) {
    if (all.some((technology) => technology.identity.id === id)) continue;
    const before = proven[index - 1]?.id;
    const place = all.findIndex((technology) => technology.identity.id === before) + 1;
    all.splice(place, 0, { identity, hash, refusal: null });
  }
  return all;
}

function endlessLoading(loadSeconds: number): string {
  return (
    `It did not come back from being loaded and screening once within ${loadSeconds} s, which ended a process that ` +
    'serves, and is left out until a restart: look whether its graph loops without end, or raise ' +
    'SCANBENCH_HANG_SECONDS where it is merely slow.'
  );
}
