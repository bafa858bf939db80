import type { Technology } from '../../domain/technology/technology.ts';
import type { FactsOf } from '../../records/scans/write-scans.ts';

/**
 * What the records keep of answered screenings: that of the champion is told from those that were asked for. `champion` is
 * who it was when the scan came: the lineup may have been changed since, and who decided it has not.
 */
export function answeredFacts(technologies: readonly Technology[], champion: string | null): FactsOf {
  return (id) => ({ role: id === champion ? 'champion' : 'asked', modelSha256: modelHash(technologies, id) });
}

/** What the records keep of silent screenings. */
export function silentFacts(technologies: readonly Technology[]): FactsOf {
  return (id) => ({ role: 'challenger', modelSha256: modelHash(technologies, id) });
}

function modelHash(technologies: readonly Technology[], id: string): string {
  return technologies.find((technology) => technology.id === id)?.model.sha256 ?? '';
}
