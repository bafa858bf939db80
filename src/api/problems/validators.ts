import AjvCompiler from '@fastify/ajv-compiler';
import type { FastifyInstance } from 'fastify';

// `verbose`: an error knows the schema that was not met, to say what would have been right.
const OPTIONS = { removeAdditional: false, strict: false, verbose: true } as const;

/**
 * Holds requests to their schemas. Addresses and headers are text, in which a number is a text of digits and a list of one
 * is a text; a body in JSON says which type it means, and an empty text in it is no null.
 */
export function installValidators(app: FastifyInstance): void {
  const build = AjvCompiler();
  const ofText = build({}, { customOptions: { ...OPTIONS, coerceTypes: 'array' } });
  const ofJson = build({}, { customOptions: { ...OPTIONS, coerceTypes: false } });
  app.setValidatorCompiler((route) => (route.httpPart === 'body' ? ofJson(route) : ofText(route)));
}
