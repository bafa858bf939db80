import type { Lineup } from '../../domain/technology/lineup.ts';
import type { Technology } from '../../domain/technology/technology.ts';
import type { FactsOf } from '../../records/scans/write-scans.ts';
import { championOf } from './lineup.ts';

/** What the records keep of answered screenings: the champion's is told from those that were asked for. */
export function answeredFacts(technologies: readonly Technology[], lineup: Lineup): FactsOf {
  const champion = championOf(lineup, technologies);
  return (id) => ({ role: id === champion ? 'champion' : 'asked', modelSha256: modelHash(technologies, id) });
}

/** What the records keep of silent screenings. */
export function silentFacts(technologies: readonly Technology[]): FactsOf {
  return (id) => ({ role: 'challenger', modelSha256: modelHash(technologies, id) });
}

function modelHash(technologies: readonly Technology[], id: string): string {
  return technologies.find((technology) => technology.id === id)?.model.sha256 ?? '';
}
