import { namedClass } from './named-class.ts';

/** Lower ends in kilograms, each class about three times the one before; small ones are what the eye misses. */
const LOWER_ENDS_KG = [0, 3, 10, 30, 100] as const;

/** The class that results are broken down by: `under 3 kg`, `3–10 kg`, … `100 kg and more`; an end belongs above. */
export function massClass(massKg: number): string {
  return namedClass(massKg, LOWER_ENDS_KG, 'kg');
}
