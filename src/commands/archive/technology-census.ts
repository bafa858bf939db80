import type { DecisionName } from '../../domain/screening/decision.ts';
import type { OperatingPoint } from '../../domain/technology/operating-point.ts';
import type { ArchivedScreeningRow } from '../../records/archive/archived-rows.ts';
import { momentText } from './line-parts.ts';
import { operatingPointOf } from './lines.ts';

interface Counted {
  readonly technology: string;
  readonly modelSha256: string;
  screenings: number;
  firstAt: number;
  lastAt: number;
  readonly decisions: Record<DecisionName, number>;
  /** By their JSON: a point that was chosen anew is another one. */
  readonly operatingPoints: Map<string, OperatingPoint>;
}

/** Gathers what screened: a technology with each of its models, its operating points and how often it decided what. */
export function createTechnologyCensus() {
  const counted = new Map<string, Counted>();
  return {
    count(row: ArchivedScreeningRow): void {
      const { technology, model_sha256: modelSha256, screened_at: at, decision } = row;
      const key = `${technology} ${modelSha256}`;
      const one = counted.get(key) ?? {
        technology,
        modelSha256,
        screenings: 0,
        firstAt: at,
        lastAt: at,
        decisions: { alarm: 0, clear: 0, undecided: 0 },
        operatingPoints: new Map<string, OperatingPoint>(),
      };
      counted.set(key, one);
      one.screenings += 1;
      one.decisions[decision] += 1;
      one.firstAt = Math.min(one.firstAt, at);
      one.lastAt = Math.max(one.lastAt, at);
      const operatingPoint = operatingPointOf(row);
      one.operatingPoints.set(JSON.stringify(operatingPoint), operatingPoint);
    },
    lines(): readonly string[] {
      return [...counted.values()].map(({ firstAt, lastAt, operatingPoints, ...rest }) =>
        JSON.stringify({
          ...rest,
          firstAt: momentText(firstAt),
          lastAt: momentText(lastAt),
          operatingPoints: [...operatingPoints.values()],
        }),
      );
    },
  };
}
