import { groupBy } from '../../domain/language/group-by.ts';
import type { ScoredScan } from './scored-scan.ts';

/** Groups of scans that a warning names; the others it counts. */
const NAMED = 3;

/** Which scans show the very same pixels as another, under whatever name; nothing where all differ. */
export function repeatedWarning(scans: readonly Pick<ScoredScan, 'key' | 'name'>[]): readonly string[] {
  const alike = [...groupBy(scans, ({ key }) => key).values()].filter((group) => group.length > 1);
  if (alike.length === 0) return [];
  const repeats = alike.reduce((sum, group) => sum + group.length - 1, 0);
  const named = alike.slice(0, NAMED).map((group) => group.map(({ name }) => name).join(' = '));
  const more = alike.length > NAMED ? `; and ${alike.length - NAMED} more` : '';
  return [
    `${repeats} of ${scans.length} scans ${repeats === 1 ? 'shows' : 'show'} the very same pixels as another (${named.join('; ')}${more}). ` +
      'Each counts, so bounds are narrower and tests surer than these scans allow: leave the copies out.',
  ];
}
