import type { DecisionName } from '../../domain/screening/decision.ts';
import type { WhoScreensSince } from '../api-document.ts';

/** Of a scan, what tells whether the champion alarmed on it. */
export interface DecidedScan {
  readonly receivedAt: string;
  readonly screenings: readonly { readonly technology: string; readonly decision: DecisionName }[];
}

/**
 * Whether the champion can have alarmed on a scan, so that it was opened for that: not where no technology alarmed, nor
 * where the champion is known to have decided otherwise. Who was champion before the lineup was changed is not known here.
 */
export function mayHaveAlarmed({ receivedAt, screenings }: DecidedScan, who: WhoScreensSince | null): boolean {
  if (!screenings.some(({ decision }) => decision === 'alarm')) return false;
  if (who === null || who.history.some(({ since }) => Date.parse(since) > Date.parse(receivedAt))) return true;
  const champion = screenings.find(({ technology }) => technology === who.screensNow);
  return champion === undefined || champion.decision === 'alarm';
}
