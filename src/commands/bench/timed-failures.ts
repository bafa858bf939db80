import type { MeasuredScenario } from './measure-speed.ts';
import type { ReportedTechnology } from './report.ts';

/** A sentence for each scenario in which a technology that has a speed failed on queries: how many, and why. */
export function timedFailureWarnings(
  technologies: readonly Pick<ReportedTechnology, 'id' | 'speed'>[],
  measured: readonly MeasuredScenario[],
): readonly string[] {
  return technologies.flatMap(({ id, speed }, place) =>
    speed.state === 'refused'
      ? []
      : speed.scenarios.flatMap(({ scenario, failed, queries }) => {
          if (failed === undefined) return [];
          const blocks = measured.find((other) => other.scenario === scenario)?.blocks[place] ?? [];
          const [message = ''] = blocks.flatMap((block) => block.failed?.message ?? []);
          return [
            `${id}, ${scenario}: ${failed} of ${queries} queries failed while it was timed, and count as later than any time: ${message}`,
          ];
        }),
  );
}
