import { linearScale, logScale, type Scale } from '../../src/commands/bench/html/scale.ts';
import type { PopulationName } from '../../src/commands/evaluation/evaluation.ts';
import type { KeptMeasures, KeptResults } from './kept-results.ts';
import type { EvaluationName } from './named-evaluation.ts';

/** What is drawn beneath each other: an evaluation under one condition. */
const PARTS: readonly { readonly title: string; readonly name: EvaluationName; readonly condition: string }[] = [
  { title: '16-bit, two energies: scenes not seen before', name: 'test', condition: '16-bit dual' },
  { title: '16-bit, two energies: a scanner not seen before', name: 'unseen-scanners', condition: '16-bit dual' },
  { title: '16-bit, one energy: scenes not seen before', name: 'test', condition: '16-bit single' },
  { title: '8-bit display pictures: scenes not seen before', name: 'test', condition: '8-bit display' },
  { title: '8-bit display pictures: a scanner not seen before', name: 'unseen-scanners', condition: '8-bit display' },
  { title: 'Ten real 8-bit scans, threats projected into them', name: 'real-display', condition: 'all' },
];
const POPULATION: PopulationName = 'threats of 10 kg and more, not below penetration';
const PFA_LIMIT = 0.01;

const WIDTH = 860;
const ROW_PX = 15;
const PART_PX = 34;
const TOP = 44;
const PFA: Column = { title: 'false alarms (Pfa)', scale: logScale([0.001, 0.5], [150, 360]), text: percentText };
const PD: Column = { title: 'threats found (Pd)', scale: linearScale([0, 1], [400, 610]), text: percentText };
const AUROC: Column = { title: 'AUROC', scale: linearScale([0.4, 1], [650, 840]), text: (tick) => tick.toFixed(1) };

interface Column {
  readonly title: string;
  readonly scale: Scale;
  readonly text: (tick: number) => string;
}

interface Interval {
  readonly value: number;
  readonly bounds: readonly [lower: number, upper: number];
}

/**
 * What each technology came to at the thresholds fixed beforehand, as an SVG of its own: false alarms, threats of 10 kg and
 * more found, and ranking, each a point with its 95 % bounds. Technologies that lack an energy of a part have no row in it.
 */
export function resultsFigure(all: readonly KeptResults[]): string {
  let y = TOP;
  const parts = PARTS.flatMap(({ title, name, condition }) => {
    const rows = all.flatMap(({ model, evaluations }) => {
      const measures = evaluations[name]?.find((other) => other.condition === condition);
      const drawn = measures === undefined ? null : intervalsOf(measures);
      return drawn === null ? [] : [{ model, ...drawn }];
    });
    if (rows.length === 0) return [];
    const top = y;
    y += PART_PX + rows.length * ROW_PX;
    return [
      `<text x="8" y="${top + 22}" font-weight="bold" fill="#222" stroke="#fff" stroke-width="5" paint-order="stroke">${title}</text>`,
      ...rows.map(({ model, pfa, pd, auroc }, row) => {
        const middle = top + PART_PX + (row + 0.5) * ROW_PX;
        return [
          `<text x="138" y="${middle + 4}" text-anchor="end">${model}</text>`,
          pointAt(PFA.scale, pfa, middle),
          pointAt(PD.scale, pd, middle),
          pointAt(AUROC.scale, auroc, middle),
        ].join('\n');
      }),
    ];
  });
  const bottom = y + 6;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 24}" font-family="sans-serif" font-size="11" fill="#555">
<title>False alarms, threats found and AUROC of each technology, with 95 % bounds</title>
<rect width="${WIDTH}" height="${bottom + 24}" fill="#fff"/>
${[PFA, PD, AUROC].map((column) => columnFrame(column, bottom)).join('\n')}
<path d="M${PFA.scale.at(PFA_LIMIT)} ${TOP}V${bottom}" stroke="#c0392b" stroke-dasharray="4 3"/>
${parts.join('\n')}
</svg>
`;
}

/** Null where a technology gave no score under the condition, or a kind of scans is missing. */
function intervalsOf({ benigns, threats }: KeptMeasures): Readonly<Record<'pfa' | 'pd' | 'auroc', Interval>> | null {
  const found = threats.find(({ name }) => name === POPULATION);
  if (benigns === null || found === undefined || found.rates === null || found.auroc === null) return null;
  const { alarm: pfa } = benigns;
  const { alarm: pd } = found.rates;
  return {
    pfa: { value: pfa.rate, bounds: pfa.bounds },
    pd: { value: pd.rate, bounds: pd.bounds },
    auroc: found.auroc,
  };
}

function columnFrame({ title, scale, text }: Column, bottom: number): string {
  const [first = 0] = scale.ticks;
  const middle = (scale.at(first) + scale.at(scale.ticks.at(-1) ?? first)) / 2;
  return [
    `<text x="${middle}" y="16" text-anchor="middle" font-weight="bold" fill="#222">${title}</text>`,
    ...scale.ticks.map(
      (tick) =>
        `<path d="M${scale.at(tick)} ${TOP}V${bottom}" stroke="#e4e4e4"/>${[TOP - 8, bottom + 16].map((y) => `<text x="${scale.at(tick)}" y="${y}" text-anchor="middle">${text(tick)}</text>`).join('')}`,
    ),
  ].join('\n');
}

function pointAt(scale: Scale, { value, bounds: [lower, upper] }: Interval, y: number): string {
  return `<path d="M${scale.at(lower)} ${y}H${scale.at(upper)}" stroke="#9bbfe0" stroke-width="3"/><circle cx="${scale.at(value)}" cy="${y}" r="3.5" fill="#1f5f9f"/>`;
}

function percentText(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
