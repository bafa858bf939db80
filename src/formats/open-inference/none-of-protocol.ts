import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';

/** Why something that another server says is none of the Open Inference Protocol: the first rule that it breaks. */
export function noneOfProtocol(what: string, schema: TSchema, value: unknown): string {
  const [first] = Value.Errors(schema, value);
  const field = first?.instancePath.slice(1).replaceAll('/', '.') ?? '';
  return `${what} is none of the protocol: ${field === '' ? 'it' : field} ${first?.message ?? 'is wrong'}.`;
}
