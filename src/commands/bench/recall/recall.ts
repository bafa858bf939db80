import { type Static, Type } from 'typebox';
import { counted } from '../../../domain/language/counted.ts';
import { LEAST_FOR_MEDIAN, medianOf } from '../../../evaluation/median.ts';
import { Amount, Bounds, closed } from '../../files/schema-parts.ts';
import { factorText, msText } from '../../report-text/number-text.ts';
import { MedianMs, medianMs } from './median-ms.ts';

/** How long a server takes to answer a scan that it has never seen, and the same one again. */
export const RecallSchema = Type.Object(
  {
    firstTime: Type.Object(MedianMs.properties, {
      ...closed,
      description: 'Scans that nobody has seen before: mirrored, some pixels one step off.',
    }),
    again: Type.Object(MedianMs.properties, { ...closed, description: 'The same ones, at once afterwards.' }),
    timesAsLong: Type.Object(
      { median: Amount, bounds: Bounds },
      { ...closed, description: 'The first time over the second, scan by scan, with 95 % bounds of the median.' },
    ),
  },
  closed,
);
export type Recall = Static<typeof RecallSchema>;

/** One scan, shown twice. */
export interface ShownTwice {
  readonly firstMs: number;
  readonly againMs: number;
}

/** Null of fewer scans than have a median with bounds. */
export function recallOf(shown: readonly ShownTwice[]): Recall | null {
  if (shown.length < LEAST_FOR_MEDIAN) return null;
  const { median, bounds } = medianOf(shown.map(({ firstMs, againMs }) => firstMs / againMs));
  return {
    firstTime: medianMs(shown.map(({ firstMs }) => firstMs)),
    again: medianMs(shown.map(({ againMs }) => againMs)),
    timesAsLong: { median, bounds: [...bounds] },
  };
}

/** Caches of a processor and of a disk make a second time faster, too, but not by so much. */
const MOST_FOR_ONE_THAT_FORGETS = 1.5;

/** Why the speed of a server is not that of its work, or null where nothing shows that it remembers what it answered. */
export function whyRemembered({ firstTime, again, timesAsLong }: Recall): string | null {
  const { median, bounds } = timesAsLong;
  const [least, most] = bounds;
  if (least <= MOST_FOR_ONE_THAT_FORGETS) return null;
  return (
    `Its server took ${msText(firstTime.medianMs)} for a scan that it had not seen and ${msText(again.medianMs)} for the same one again ` +
    `(${factorText(median)} × [${factorText(least)}, ${factorText(most)}], ${counted(firstTime.n, 'scan')}): it remembers what it answered. Timed scans come again and ` +
    'again, so its speed would be that of its memory: switch its cache off, and run the benchmark anew.'
  );
}
