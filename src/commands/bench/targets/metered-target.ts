import { succeed } from '../../../domain/failure.ts';
import { type BlockEnergy, ENERGY_SOURCES, type EnergyMeters } from '../energy/energy-meter.ts';
import type { RunningTarget } from './start-target.ts';

/** The same target, whose blocks tell what energy the machine drew meanwhile. */
export function meteredTarget(target: RunningTarget, meters: EnergyMeters): RunningTarget {
  return {
    ...target,
    async measure(order) {
      const stopEnergy = await startEnergy(meters);
      const block = await target.measure(order);
      const energy = await stopEnergy();
      return block.ok ? succeed({ ...block.value, energy }) : block;
    },
  };
}

async function startEnergy(meters: EnergyMeters): Promise<() => Promise<BlockEnergy>> {
  const stops = await Promise.all(
    ENERGY_SOURCES.map(async (source) => {
      const stop = await meters[source]?.start();
      return { source, stop, startedAt: performance.now() };
    }),
  );
  return async () => {
    const drawn = await Promise.all(
      stops.map(async ({ source, stop, startedAt }) => {
        const joules = (await stop?.()) ?? null;
        const seconds = (performance.now() - startedAt) / 1000;
        return joules === null ? [] : [[source, { joules, seconds }] as const];
      }),
    );
    return Object.fromEntries(drawn.flat());
  };
}
