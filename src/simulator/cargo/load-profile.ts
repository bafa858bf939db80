import type { Random } from '../random.ts';

/** The share of the room's height that goods reach, 0…1, at 0…1 of the load's length. */
export type LoadProfile = (along: number) => number;

/** Most loads are level and nearly to the roof; others stop half-way up, step down, slope off, or have a notch. */
export function drawProfile(random: Random): LoadProfile {
  const usual = random.chance(0.78) ? random.between(0.86, 1) : random.between(0.4, 0.88);
  const other = usual * random.between(0.3, 0.85);
  const at = random.between(0.12, 0.88);
  const width = random.between(0.06, 0.25);
  const towardsDoors = random.chance(0.7);
  switch (random.pick(['level', 'level', 'level', 'level', 'step', 'step', 'slope', 'notch'] as const)) {
    case 'level':
      return () => usual;
    case 'step':
      return (along) => (along > at === towardsDoors ? other : usual);
    case 'slope':
      return (along) => {
        const beyond = towardsDoors ? (along - at) / (1 - at) : (at - along) / at;
        return usual + (other - usual) * Math.max(0, beyond);
      };
    case 'notch':
      return (along) => (Math.abs(along - at) < width ? other : usual);
  }
}
