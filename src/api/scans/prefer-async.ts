import { preferencesIn } from './preferences.ts';

/** Whether a `Prefer` header (RFC 7240) asks for `respond-async`. */
export function prefersAsync(prefer: string | string[] | undefined): boolean {
  return preferencesIn(prefer).some((preference) => /^\s*respond-async\s*(;.*)?$/i.test(preference));
}
