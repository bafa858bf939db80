import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { startProgress } from '../progress.ts';
import type { PlannedScenario } from './plan.ts';
import type { RunningTarget } from './start-target.ts';
import type { MeasuredBlock } from './target-messages.ts';

/** The blocks of one scenario, by technology in the order of the targets, then by round. */
export interface MeasuredScenario {
  readonly scenario: PlannedScenario['scenario'];
  readonly blocks: readonly (readonly MeasuredBlock[])[];
}

/**
 * The performance run: scenario by scenario, round by round, a block of each technology in turn, so that what else the
 * machine does falls on all alike. One target works at a time. Fails with the first block that breaks off.
 */
export async function measureSpeed(
  targets: readonly RunningTarget[],
  scenarios: readonly PlannedScenario[],
): Promise<Outcome<readonly MeasuredScenario[]>> {
  const blocksInAll = scenarios.reduce((sum, { rounds }) => sum + rounds * targets.length, 0);
  const progress = startProgress('timing', blocksInAll);
  try {
    const measured: MeasuredScenario[] = [];
    for (const { scenario, rounds, roundSeconds } of scenarios) {
      const blocks = targets.map((): MeasuredBlock[] => []);
      for (let round = 0; round < rounds; round++) {
        for (const [place, target] of targets.entries()) {
          const block = await target.measure({ scenario, leastMs: 1000 * roundSeconds, round });
          if (!block.ok) {
            return fail(block.failure.code, `${target.ready.technology.id}, ${scenario}: ${block.failure.message}`);
          }
          blocks[place]?.push(block.value);
          progress.advance();
        }
      }
      measured.push({ scenario, blocks });
    }
    return succeed(measured);
  } finally {
    progress.stop();
  }
}
