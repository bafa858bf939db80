/** What an API key may do. A key has those it was made with; none contains another. */
export const SCOPES = ['scan:write', 'scan:read', 'inspection:write', 'report', 'admin', 'metrics'] as const;
export type Scope = (typeof SCOPES)[number];

/** Those that reach beyond any one port: what they show or change is of the whole service. */
export const SERVICE_WIDE_SCOPES: readonly Scope[] = ['admin', 'metrics'];

/** Keeps of some words those that are scopes, in the order of the list. */
export function scopesIn(words: readonly string[]): readonly Scope[] {
  return SCOPES.filter((scope) => words.includes(scope));
}
