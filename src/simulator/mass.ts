import { isUniformAlongLane, type Section, type Shape, type Solid, sectionAt, spanAlongLane } from './solid.ts';

/** Cuts that a body's volume is summed from; a ball comes out to a thousandth. */
const SLICES = 64;

/** Mass in kilograms, by summing cuts; hollows count off. */
export function massKgOf(solids: readonly Solid[]): number {
  let grams = 0;
  for (const { shape, densityGPerCm3 } of solids) grams += densityGPerCm3 * volumeCm3(shape);
  return grams / 1000;
}

function volumeCm3(shape: Shape): number {
  const [from, to] = spanAlongLane(shape);
  if (to <= from) return 0;
  const slices = isUniformAlongLane(shape) ? 1 : SLICES;
  let area = 0;
  for (let slice = 0; slice < slices; slice++) {
    const section = sectionAt(shape, from + ((slice + 0.5) / slices) * (to - from));
    if (section !== null) area += areaOf(section);
  }
  return (area / slices) * (to - from);
}

function areaOf(section: Section): number {
  if (section.kind === 'rectangle') return (section.y[1] - section.y[0]) * (section.z[1] - section.z[0]);
  const { y, z, radiusY, radiusZ, within } = section;
  if (within === null) return Math.PI * radiusY * radiusZ;
  let area = 0;
  for (let slice = 0; slice < SLICES; slice++) {
    const offset = ((slice + 0.5) / SLICES) * 2 - 1;
    const depth = z + offset * radiusZ;
    if (depth < within.z[0] || depth > within.z[1]) continue;
    const half = radiusY * Math.sqrt(1 - offset * offset);
    area += Math.max(0, Math.min(y + half, within.y[1]) - Math.max(y - half, within.y[0]));
  }
  return (area / SLICES) * 2 * radiusZ;
}
