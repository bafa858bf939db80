import { emptyCell, type GrowingCell } from '../../src/api/comparison/joint-cells.ts';
import type { DecisionName } from '../../src/domain/screening/decision.ts';
import type { JointCell, Selection } from '../../src/evaluation/verification/joint-cell.ts';
import { createRandom, type Random } from '../../src/simulator/random.ts';

/** How often a technology alarms and gives up, by what the scan was. */
export interface SimulatedTechnology {
  readonly pd: number;
  readonly pfa: number;
  /** Of threats and of benign scans alike. */
  readonly undecidedShare: number;
}

/** A pilot as it could be: what passes the gate, who screens it, and who is opened. */
export interface PilotPlan {
  readonly scans: number;
  /** Threats among all scans. */
  readonly prevalence: number;
  readonly first: SimulatedTechnology;
  readonly second: SimulatedTechnology;
  /** Whose alarms are opened: the first of the two, or a third one. */
  readonly champion: 'first' | SimulatedTechnology;
  /** The share of scans that another finds as hard as the first does; it judges the others independently. */
  readonly likeness: number;
  /** Scans opened by lot, whatever was decided. */
  readonly randomShare: number;
  /** The champion's alarms that are opened. */
  readonly alarmShare: number;
  /** Scans opened on a risk profile, which knows something of the truth. */
  readonly riskShares: { readonly threats: number; readonly benigns: number };
}

/** One pilot, counted. The same plan and seed give the same pilot on every machine. */
export function simulatePilot(plan: PilotPlan, seed: number): readonly JointCell[] {
  const random = createRandom(seed, 'pilot');
  const cells = new Map<string, GrowingCell>();
  for (let scan = 0; scan < plan.scans; scan++) {
    const isThreat = random.chance(plan.prevalence);
    const hardness = random.unit();
    const otherHardness = () => (random.chance(plan.likeness) ? hardness : random.unit());
    const first = decide(plan.first, isThreat, hardness);
    const second = decide(plan.second, isThreat, otherHardness());
    const champion = plan.champion === 'first' ? first : decide(plan.champion, isThreat, otherHardness());
    const key = `${first}, ${second}, ${champion}`;
    const cell = cells.get(key) ?? emptyCell(first, second, champion);
    cells.set(key, cell);
    cell.screened++;
    const selection = select(plan, isThreat, champion, random);
    if (selection === null) continue;
    cell.inspected[selection].scans++;
    if (isThreat) cell.inspected[selection].threats++;
  }
  return [...cells.values()];
}

function decide({ pd, pfa, undecidedShare }: SimulatedTechnology, isThreat: boolean, hardness: number): DecisionName {
  if (hardness < (isThreat ? pd : pfa)) return 'alarm';
  return hardness >= 1 - undecidedShare ? 'undecided' : 'clear';
}

function select(plan: PilotPlan, isThreat: boolean, champion: DecisionName, random: Random): Selection | null {
  if (random.chance(plan.randomShare)) return 'random';
  if (champion === 'alarm' && random.chance(plan.alarmShare)) return 'alarm';
  return random.chance(isThreat ? plan.riskShares.threats : plan.riskShares.benigns) ? 'other' : null;
}
