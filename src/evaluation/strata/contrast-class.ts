import { namedClass } from './named-class.ts';

/** About five greys of 255: what an eye passes over and a JPEG may not keep. */
const FAINT = 0.02;
/**
 * Lower ends in percent of the open-beam level; each class is about four times the one before. Below half a percent, one grey
 * of 255, an 8-bit picture does not show a threat.
 */
const LOWER_ENDS_PERCENT = [0, 0.5, 100 * FAINT, 10] as const;

/** Whether a threat hardly changes the picture. */
export function isFaint(contrast: number): boolean {
  return contrast < FAINT;
}

/** The class that results are broken down by: `under 0.5 %`, `0.5–2 %`, … `10 % and more`; an end belongs above. */
export function contrastClass(contrast: number): string {
  return namedClass(100 * contrast, LOWER_ENDS_PERCENT, '%');
}
