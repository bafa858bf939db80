import { countedOf } from '../../../domain/language/counted.ts';
import { ENERGY_SOURCES, type EnergySource } from '../energy/energy-meter.ts';
import type { Report } from './report.ts';

const SOURCE_WORDS = { cpu: 'CPU packages', gpu: 'GPUs' } as const satisfies Record<EnergySource, string>;

export const ENERGY_HEAD = ['technology', 'scenario', 'of', 'energy a scan', 'power', 'power by round'];

/** What was drawn, a row for each technology, scenario and source that was read. */
export function energyRows({ technologies }: Report): readonly (readonly string[])[] {
  return technologies.flatMap(({ id, speed }) =>
    speed.state === 'refused'
      ? []
      : speed.scenarios.flatMap(({ scenario, energy }) =>
          ENERGY_SOURCES.flatMap((source) => {
            const drawn = energy?.[source];
            if (drawn === undefined) return [];
            const byRound = drawn.byRound.map(({ watts }) => watts);
            return [
              [
                id,
                scenario,
                SOURCE_WORDS[source],
                joulesText(drawn.joulesPerScan),
                wattsText(drawn.watts),
                `${Math.min(...byRound).toFixed(0)} to ${wattsText(Math.max(...byRound))}`,
              ],
            ];
          }),
        ),
  );
}

/** What the figures hold, or why there are none; empty of a report that was made before energy was read. */
export function energyNotes({ energy, othersCpuShare, technologies }: Report): readonly string[] {
  if (energy === undefined) return [];
  const sources = ENERGY_SOURCES.flatMap((source) => {
    const found = energy[source];
    if (found === undefined) return [];
    const name = SOURCE_WORDS[source];
    if (found.state !== 'read') return [`${name}: not readable here. ${found.reason}`];
    return [`${name}: ${found.what}.${missingNote(technologies, source)}`];
  });
  if (ENERGY_SOURCES.every((source) => energy[source]?.state !== 'read')) return sources;
  const others =
    othersCpuShare === null ? '' : ` Other programs took ${Math.round(100 * othersCpuShare)} % of the CPUs meanwhile.`;
  return [`Whole devices, at rest and at work, with whatever else ran on them.${others}`, ...sources];
}

/** What it says of scenarios that have no figure of a source that was read. */
function missingNote(technologies: Report['technologies'], source: EnergySource): string {
  const scenarios = technologies.flatMap(({ speed }) => (speed.state === 'refused' ? [] : speed.scenarios));
  const without = scenarios.filter(({ energy }) => energy?.[source] === undefined).length;
  if (without === 0) return '';
  return (
    ` ${countedOf(without, scenarios.length, 'row')} of technology and scenario ${without === 1 ? 'has' : 'have'} no figure: in a round of each, a block was over ` +
    'before a reading, or readings broke off.'
  );
}

function joulesText(joules: number): string {
  return joules < 1 ? `${(1000 * joules).toPrecision(3)} mJ` : `${joules.toPrecision(3)} J`;
}

function wattsText(watts: number): string {
  return `${watts < 10 ? watts.toFixed(1) : watts.toFixed(0)} W`;
}
