import { fail } from '../domain/failure.ts';

/** A technology that another thread may have, and this one lacks: its GPU or its server is away, or it did not load. */
export function notLoaded(
  technology: string,
  { code, what }: { readonly code: 'unknown-technology' | 'unknown-model'; readonly what: 'scan' | 'request' },
): ReturnType<typeof fail> {
  const message = `The technology ${technology} is not loaded in the thread that took this ${what}: GET /v1/technologies says why. Send it again when that lists it as ready.`;
  return fail(code, message);
}
