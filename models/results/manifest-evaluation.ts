import type { OwnResults } from './own-results.ts';

/** What a manifest's `evaluation` says: the rates over all scans, by the name of the evaluation. */
export function manifestEvaluation(results: readonly OwnResults[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    results.map(({ name, technology }) => [
      name,
      technology.measures.map(({ condition, populations, localisation }) => ({
        condition,
        benigns: populations[0]?.rates.benigns ?? null,
        threats: populations.map((population) => ({
          name: population.name,
          rates: population.rates.threats,
          auroc: population.auroc,
        })),
        touched: localisation[0]?.touched ?? null,
      })),
    ]),
  );
}
