import type { TSchema } from 'typebox';
import { ProblemSchema } from './problem.ts';

/**
 * A response of an operation, for OpenAPI. Its type is opaque on purpose: replies are typed by the domain, whose unions
 * say more than a schema can; tests hold them to the schemas.
 */
export function jsonResponse(description: string, schema: TSchema, headers: Record<string, object> = {}): object {
  return { description, headers, content: { 'application/json': { schema } } };
}

/** A failure of an operation; `codes` names the failure codes that it can have. */
export function problemResponse(codes: string): object {
  return { description: codes, content: { 'application/problem+json': { schema: ProblemSchema } } };
}
