import type { ScreenedSource } from '../src/commands/screen-samples.ts';
import { intersectionOverUnion } from '../src/domain/box.ts';
import type { DecisionName } from '../src/domain/decision.ts';
import type { Sample, Threat } from '../src/domain/sample.ts';
import type { TechnologyResult } from '../src/domain/scan-result.ts';
import { type DetectionRates, detectionRates, type Rate, rateOf } from '../src/evaluation/rates.ts';

/** What a technology made of sample sets, as it goes into manifest and card. */
export interface MeasuredResults extends DetectionRates {
  /** Threats that alarm, by mass and by cargo; of those, the ones with a detection on the threat itself. */
  readonly threatsByMass: readonly ThreatGroup[];
  readonly threatsByCargo: readonly ThreatGroup[];
  readonly falseAlarmsByCargo: readonly { readonly name: string; readonly alarm: Rate }[];
  readonly allThreats: ThreatGroup | null;
}

export interface ThreatGroup {
  readonly name: string;
  readonly alarm: Rate;
  readonly onThreat: Rate;
}

interface ScreenedThreat {
  readonly sample: Sample;
  readonly threat: Threat;
  readonly decision: DecisionName;
  readonly isOnThreat: boolean;
}

/** Bands of mass: each reaches from its bound to the next. */
const MASS_BOUNDS_KG: readonly number[] = [0, 10, 20, 40];

/** Counts the decisions of the only technology that screened. Throws where a scan has no ground truth. */
export function measuredResults(screened: readonly ScreenedSource[]): MeasuredResults {
  const scans = screened.map(({ source, result }) => {
    const [answer] = result.results;
    if (source.sample === null || answer === undefined) throw new Error(`${source.name} has no ground truth or answer`);
    return { sample: source.sample, answer };
  });
  const threats = scans.flatMap(({ sample, answer }): ScreenedThreat[] => {
    if (sample.truth === 'benign') return [];
    const { threat } = sample.truth;
    return [{ sample, threat, decision: answer.decision, isOnThreat: isOnThreat(answer, threat) }];
  });
  const benigns = scans.filter(({ sample }) => sample.truth === 'benign');
  return {
    ...detectionRates(
      scans.map(({ sample, answer }) => ({
        truth: sample.truth === 'benign' ? 'benign' : 'threat',
        decision: answer.decision,
      })),
    ),
    allThreats: threatGroups(threats, () => 'all')[0] ?? null,
    threatsByMass: threatGroups(threats, ({ threat }) => massBand(threat)),
    threatsByCargo: threatGroups(threats, ({ sample }) => sample.cargo),
    falseAlarmsByCargo: groupsOf(benigns, ({ sample }) => sample.cargo).map(([name, group]) => ({
      name,
      alarm: rateOf(group.filter(({ answer }) => answer.decision === 'alarm').length, group.length),
    })),
  };
}

function isOnThreat(answer: TechnologyResult, threat: Threat): boolean {
  return answer.detections.some(({ view, box }) => {
    const threatBox = threat.boxes?.[view];
    return threatBox !== undefined && intersectionOverUnion(box, threatBox) > 0;
  });
}

function massBand({ massKg }: Threat): string {
  if (massKg === undefined) return 'mass unknown';
  const band = MASS_BOUNDS_KG.findLastIndex((bound) => massKg >= bound);
  const to = MASS_BOUNDS_KG[band + 1];
  const from = MASS_BOUNDS_KG[band] ?? 0;
  return to === undefined ? `${from} kg and more` : `${from} to below ${to} kg`;
}

function threatGroups(
  threats: readonly ScreenedThreat[],
  nameOf: (threat: ScreenedThreat) => string,
): readonly ThreatGroup[] {
  return groupsOf(threats, nameOf).map(([name, group]) => ({
    name,
    alarm: rateOf(group.filter(({ decision }) => decision === 'alarm').length, group.length),
    onThreat: rateOf(group.filter((threat) => threat.isOnThreat).length, group.length),
  }));
}

function groupsOf<Item>(items: readonly Item[], nameOf: (item: Item) => string): readonly [string, readonly Item[]][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(nameOf(item), [...(groups.get(nameOf(item)) ?? []), item]);
  return [...groups].toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
}
