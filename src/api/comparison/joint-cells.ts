import type { SelectedBy } from '../../domain/comparison/inspection.ts';
import type { DecisionName } from '../../domain/screening/decision.ts';
import { type JointCell, SELECTIONS, type Selection } from '../../evaluation/verification/joint-cell.ts';
import type { DecisionCount, InspectedCount } from '../../records/comparisons.ts';

/** The scans of one part of a comparison that both technologies screened. */
export interface JointScans {
  readonly part: string | null;
  readonly cells: readonly JointCell[];
  /** Scans that both screened and no champion did, because the client named others: no cell can hold them. */
  readonly withoutChampion: number;
  /** Scans that one of the two screened and the other did not. */
  readonly screenedByOne: { readonly first: number; readonly second: number };
}

/** A cell while scans are counted into it. */
export interface GrowingCell {
  readonly first: DecisionName;
  readonly second: DecisionName;
  readonly champion: DecisionName;
  screened: number;
  readonly inspected: Readonly<Record<Selection, { scans: number; threats: number }>>;
}

interface GrowingScans {
  readonly part: string | null;
  readonly cells: Map<string, GrowingCell>;
  withoutChampion: number;
  readonly screenedByOne: { first: number; second: number };
}

/** Sums up what was counted of all technologies into the cells of two of them, part by part. */
export function jointScans(
  [first, second]: readonly [string, string],
  screened: readonly DecisionCount[],
  inspected: readonly InspectedCount[],
): readonly JointScans[] {
  const parts = new Map<string | null, GrowingScans>();
  const cellOf = ({ part, decisions, scans }: DecisionCount, isScreened: boolean): GrowingCell | null => {
    const decided = (technology: string) => decisions.find(([name]) => name === technology)?.[1];
    const [a, b] = [decided(first), decided(second)];
    if (a === undefined && b === undefined) return null;
    const grown = parts.get(part) ?? emptyScans(part);
    parts.set(part, grown);
    if (a === undefined || b === undefined) {
      if (isScreened) grown.screenedByOne[a === undefined ? 'second' : 'first'] += scans;
      return null;
    }
    const champion = decisions.find(([, , role]) => role === 'champion')?.[1];
    if (champion === undefined) {
      if (isScreened) grown.withoutChampion += scans;
      return null;
    }
    const name = `${a} ${b} ${champion}`;
    const cell = grown.cells.get(name) ?? emptyCell(a, b, champion);
    grown.cells.set(name, cell);
    return cell;
  };
  for (const count of screened) {
    const cell = cellOf(count, true);
    if (cell !== null) cell.screened += count.scans;
  }
  for (const count of inspected) {
    const group = cellOf(count, false)?.inspected[SELECTION_OF[count.selectedBy]];
    if (group === undefined) continue;
    group.scans += count.scans;
    if (count.outcome === 'threat') group.threats += count.scans;
  }
  return [...parts.values()].map(({ cells, ...others }) => ({
    ...others,
    cells: inOrder(cells).map(withAllInspected),
  }));
}

/** Bounds are drawn cell by cell: in an order of its own a database would give the same records other bounds. */
function inOrder(cells: ReadonlyMap<string, GrowingCell>): readonly GrowingCell[] {
  return [...cells].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell);
}

const SELECTION_OF = {
  random: 'random',
  alarm: 'alarm',
  'risk-profile': 'other',
  other: 'other',
} as const satisfies Record<SelectedBy, Selection>;

function emptyScans(part: string | null): GrowingScans {
  return { part, cells: new Map(), withoutChampion: 0, screenedByOne: { first: 0, second: 0 } };
}

export function emptyCell(first: DecisionName, second: DecisionName, champion: DecisionName): GrowingCell {
  const none = () => ({ scans: 0, threats: 0 });
  return { first, second, champion, screened: 0, inspected: { random: none(), alarm: none(), other: none() } };
}

/** The two counts are of two moments: a scan that came or went between them must not make more inspected than screened. */
function withAllInspected(cell: GrowingCell): JointCell {
  const inspected = SELECTIONS.reduce((sum, selection) => sum + cell.inspected[selection].scans, 0);
  return { ...cell, screened: Math.max(cell.screened, inspected) };
}
