import { linearScale } from '../../src/commands/bench/html/scale.ts';
import type { MemorySample } from './memory-trend.ts';

const FRAME = { width: 664, height: 240, left: 56, right: 624, top: 16, bottom: 196 } as const;

/** Resident memory over the scans of a soak as an SVG of its own; what was measured before `warmAt` is pale. */
export function memoryPlot(samples: readonly MemorySample[], warmAt: number): string {
  const { width, height, left, right, top, bottom } = FRAME;
  const scans = linearScale([0, Math.max(...samples.map((sample) => sample.scans))], [left, right]);
  const most = Math.max(...samples.map(({ residentMiB }) => residentMiB));
  const memory = linearScale([0, most * 1.1], [bottom, top]);
  const line = (part: readonly MemorySample[]) =>
    part.map((sample) => `${scans.at(sample.scans)},${memory.at(sample.residentMiB)}`).join(' ');
  const before = samples.filter((sample) => sample.scans <= warmAt);
  const after = samples.filter((sample) => sample.scans >= warmAt);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11" fill="#555">
<title>Resident memory of the service over a soak</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${memory.ticks.map((tick) => `<path d="M${left} ${memory.at(tick)}H${right}" stroke="#ddd"/><text x="${left - 6}" y="${memory.at(tick) + 4}" text-anchor="end">${tick}</text>`).join('\n')}
${scans.ticks.map((tick) => `<text x="${scans.at(tick)}" y="${bottom + 16}" text-anchor="middle">${tick.toLocaleString('en')}</text>`).join('\n')}
<path d="M${left} ${top}V${bottom}H${right}" fill="none" stroke="#555"/>
<polyline points="${line(before)}" fill="none" stroke="#9bbfe0" stroke-width="1.5"/>
<polyline points="${line(after)}" fill="none" stroke="#1f5f9f" stroke-width="1.5"/>
<text x="${(left + right) / 2}" y="${height - 10}" text-anchor="middle">scans sent; pale: warm-up</text>
<text transform="translate(14 ${(top + bottom) / 2}) rotate(-90)" text-anchor="middle">resident memory, MiB</text>
</svg>
`;
}
