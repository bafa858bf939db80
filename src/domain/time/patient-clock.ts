/** How far the clock may be ahead without doubt: time servers put it right by less. */
const TOLERANCE_MS = 60_000;
const PATIENCE_MS = 86_400_000;

export interface PatientClockOptions {
  /** The machine's clock jumped ahead by so much, and is not believed yet. */
  readonly onDoubt: (aheadMs: number) => void;
  /** What time of day was believed when this process began, where one before it knew; else its own start is believed. */
  readonly beganAtMs?: number | null;
  readonly wallMs?: () => number;
  /** A clock that is never set, and shows 0 when this process begins. */
  readonly steadyMs?: () => number;
}

/**
 * A clock in milliseconds since 1970 for what cannot be undone. One that is set back is believed at once: what is
 * forgotten later does no harm. One that jumps ahead is believed when it has stood by that for a day, so that a wrong date
 * can be put right before anything is lost to it. At the start it is believed: nothing is known of the time before.
 */
export function createPatientClock({
  onDoubt,
  beganAtMs = null,
  wallMs = () => Date.now(),
  steadyMs = () => performance.now(),
}: PatientClockOptions): () => number {
  let believedMs = beganAtMs ?? wallMs() - steadyMs();
  let doubt: { readonly aheadMs: number; readonly sinceMs: number } | null = null;
  return () => {
    const steady = steadyMs();
    const shownMs = wallMs() - steady;
    const aheadMs = shownMs - believedMs;
    if (aheadMs <= TOLERANCE_MS) {
      believedMs = shownMs;
      doubt = null;
    } else if (doubt === null || Math.abs(aheadMs - doubt.aheadMs) > TOLERANCE_MS) {
      doubt = { aheadMs, sinceMs: steady };
      onDoubt(aheadMs);
    } else if (steady - doubt.sinceMs >= PATIENCE_MS) {
      believedMs = shownMs;
      doubt = null;
    }
    return Math.round(believedMs + steady);
  };
}
