/** A rule of a JSON Schema that a value breaks, as validators report it. */
export interface BrokenRule {
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['integer', 'a whole number'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['string', 'a text'],
  ['array', 'a list'],
  ['object', 'an object'],
]);

/**
 * What would be right, as the end of a sentence about the field: validators' own sentences are about schemas. Null where a
 * rule can only be told by who knows the field.
 */
export function ruleInWords({ keyword, params }: BrokenRule): string | null {
  const { limit, type, allowedValue, allowedValues, requiredProperties } = params;
  if (Array.isArray(allowedValues)) return `must be one of ${allowedValues.join(', ')}`;
  if (Array.isArray(requiredProperties)) return `lacks ${requiredProperties.join(', ')}`;
  switch (keyword) {
    case 'const':
      return `must be ${String(allowedValue)}`;
    case 'maxLength':
      return `must have at most ${String(limit)} characters`;
    case 'minItems':
      return `must have at least ${counted(limit)}`;
    case 'maxItems':
      return `must have at most ${counted(limit)}`;
    case 'uniqueItems':
      return 'names the same twice: name it once';
    case 'minimum':
      return `must be at least ${String(limit)}`;
    case 'exclusiveMinimum':
      return `must be above ${String(limit)}`;
    case 'maximum':
      return `must be at most ${String(limit)}`;
    case 'exclusiveMaximum':
      return `must be below ${String(limit)}`;
    case 'type':
      return `must be ${[type].flat().map(typeInWords).join(' or ')}`;
    default:
      return null;
  }
}

function typeInWords(type: unknown): string {
  return TYPES.get(String(type)) ?? String(type);
}

function counted(limit: unknown): string {
  return limit === 1 ? '1 value' : `${String(limit)} values`;
}
