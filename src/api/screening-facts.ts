import type { Technology } from '../domain/technology.ts';
import type { FactsOf } from '../records/scan-records.ts';

/**
 * Says what the record of a screening keeps beside the answer. The champion is the one that would have screened had none
 * been named: the configured one, or the first that is ready.
 */
export function screeningFacts(technologies: readonly Technology[], champion: string | undefined): FactsOf {
  const championId = champion ?? technologies.find(({ state }) => state === 'ready')?.id;
  return (id) => ({
    role: id === championId ? 'champion' : 'asked',
    modelSha256: technologies.find((technology) => technology.id === id)?.model.sha256 ?? '',
  });
}
