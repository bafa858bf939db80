import AjvCompiler from '@fastify/ajv-compiler';
import type { FastifyInstance } from 'fastify';

/** Without the prefix `urn:uuid:`, which the format takes, too: no id in an address or a record has it. */
const ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
// `verbose`: an error knows the schema that was not met, to say what would have been right.
const OPTIONS = { removeAdditional: false, strict: false, verbose: true } as const;

/**
 * Holds requests to their schemas. Addresses and headers are text, in which a number is a text of digits and a list of one
 * is a text; a body in JSON says which type it means, and an empty text in it is no null.
 */
export function installValidators(app: FastifyInstance): void {
  const build = AjvCompiler();
  const onCreate = (ajv: AjvCompiler.Ajv) => void ajv.addFormat('uuid', ID);
  const ofText = build({}, { customOptions: { ...OPTIONS, coerceTypes: 'array' }, onCreate });
  const ofJson = build({}, { customOptions: { ...OPTIONS, coerceTypes: false }, onCreate });
  app.setValidatorCompiler((route) => (route.httpPart === 'body' ? ofJson(route) : ofText(route)));
}
