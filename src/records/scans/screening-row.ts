import type { DecisionName } from '../../domain/screening/decision.ts';
import type { ScreeningRole, ScreeningsTable } from '../tables.ts';

/** What a row of a screening says once more of its scan. */
export type ScanFacts = Pick<ScreeningsTable, 'port' | 'lane_id' | 'cargo' | 'received_at'>;

/** A screening to be kept, fresh or from an archive: what was answered, as far as columns hold it, and what goes with it. */
export interface KeptScreening {
  readonly scanId: string;
  readonly role: ScreeningRole;
  /** The place in the answer. */
  readonly position: number;
  readonly modelSha256: string;
  readonly screenedAt: number;
  readonly screening: {
    readonly technology: string;
    readonly decision: DecisionName;
    readonly score: number | null;
    readonly operatingPoint: { readonly threshold: number };
    readonly timings: { readonly totalMs: number };
  };
}

/** The columns of a screening, without those of its scan. The answer is kept whole beside them. */
export function screeningRow(kept: KeptScreening): Omit<ScreeningsTable, keyof ScanFacts> {
  const { scanId, role, position, modelSha256, screenedAt, screening } = kept;
  return {
    scan_id: scanId,
    technology: screening.technology,
    role,
    position,
    model_sha256: modelSha256,
    screened_at: screenedAt,
    decision: screening.decision,
    score: screening.score,
    threshold: screening.operatingPoint.threshold,
    total_ms: screening.timings.totalMs,
    document: JSON.stringify(screening),
  };
}
