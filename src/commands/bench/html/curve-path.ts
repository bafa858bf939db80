import type { Report } from '../report/report.ts';
import type { Scale } from './scale.ts';

export type CurvePoint = Report['technologies'][number]['detection']['curve'][number];

interface Axes {
  readonly x: Scale;
  readonly y: Scale;
}

/** The curve as stairs: between two Pfa that scans allow there is no rule, so what is found stays that of the lower. */
export function curvePath(curve: readonly CurvePoint[], { x, y }: Axes): string {
  return stairs(curve.map(({ pfa, pd }) => [x.at(pfa), y.at(pd)]));
}

/** The area between the lower and the upper ends of the band, the same stairs. */
export function bandPath(curve: readonly CurvePoint[], { x, y }: Axes): string {
  const upper = stairs(curve.map(({ pfa, pdBand }) => [x.at(pfa), y.at(pdBand[1])]));
  const back = curve
    .map(({ pfa, pdBand }) => `V${y.at(pdBand[0])}H${x.at(pfa)}`)
    .toReversed()
    .join('');
  return upper === '' ? '' : `${upper}${back}Z`;
}

function stairs(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], place) => (place === 0 ? `M${x} ${y}` : `H${x}V${y}`)).join('');
}
