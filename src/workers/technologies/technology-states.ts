import type { Technology } from '../../domain/technology/technology.ts';
import type { ModelSignature } from '../../domain/technology/tensor.ts';
import type { ThreadReport } from '../messages.ts';
import type { KnownTechnology } from './known-technologies.ts';

/**
 * What can screen now: a technology is ready when every thread has loaded exactly its weights and screened once with
 * them. Threads that have not reported yet (null) make it wait; one thread's failure makes it unavailable, because any
 * thread may be the next to screen.
 */
export function technologyStates(
  known: readonly KnownTechnology[],
  reports: readonly (ThreadReport | null)[],
): readonly Technology[] {
  return known.map((each) => {
    const { identity, refusal } = each;
    const reason = refusal ?? reasonAcross(each, reports);
    return reason === null ? { ...identity, state: 'ready', reason } : { ...identity, state: 'unavailable', reason };
  });
}

/** The same, worked out anew only when a thread has reported since: it is asked several times a scan. */
export function rememberStates(
  known: readonly KnownTechnology[],
): (reports: readonly (ThreadReport | null)[]) => readonly Technology[] {
  let seen: readonly (ThreadReport | null)[] | null = null;
  let states: readonly Technology[] = [];
  return (reports) => {
    if (seen?.length === reports.length && reports.every((report, index) => report === seen?.[index])) return states;
    seen = reports;
    states = technologyStates(known, reports);
    return states;
  };
}

/** What a technology's model takes and gives, as the first thread that loaded it says: they agree on its weights. */
export function signatureAcross(id: string, reports: readonly (ThreadReport | null)[]): ModelSignature | null {
  for (const report of reports) {
    const signature = report?.technologies.find((candidate) => candidate.id === id)?.signature ?? null;
    if (signature !== null) return signature;
  }
  return null;
}

export const MODEL_GONE =
  'Its files left the models folder after the start, or no longer match its manifest: put them back.';
export const WEIGHTS_CHANGED =
  'Its weights, or how its manifest uses them, changed after the start: put the former files back, or restart the server to take these into use.';

function reasonAcross(
  { identity: { id }, hash }: KnownTechnology,
  reports: readonly (ThreadReport | null)[],
): string | null {
  let isWarmingUp = false;
  for (const report of reports) {
    const technology = report?.technologies.find((candidate) => candidate.id === id);
    if (report === null) isWarmingUp = true;
    else if (technology === undefined) return MODEL_GONE;
    else if (technology.reason !== null) return technology.reason;
    else if (technology.hash !== hash) return WEIGHTS_CHANGED;
  }
  return isWarmingUp ? 'It is still being loaded and warmed up.' : null;
}
