import { type Static, Type } from 'typebox';
import type { TLocalizedValidationError } from 'typebox/error';
import { Value } from 'typebox/value';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { conforms } from '../../domain/language/conforms.ts';
import { ruleInWords } from '../../domain/language/rule-in-words.ts';
import { parseContainerNumber } from '../../domain/scan/container-number.ts';
import { parsePortCode } from '../../domain/scan/port-code.ts';
import type { ScanMetadata } from '../../domain/scan/scan-metadata.ts';
import { parseMoment } from '../../domain/time/moment.ts';
import { describeTooLongList } from '../problems/too-long-list.ts';

const ShortText = Type.String({ minLength: 1, maxLength: 128, pattern: '^[^\\u0000-\\u001f\\u007f]*$' });
const EnergyMeV = Type.Number({ exclusiveMinimum: 0, maximum: 100 });

export const METADATA_EXAMPLE = {
  containerNumber: 'CSQU3054383',
  portCode: 'NLRTM',
  scannerId: 'gate-2',
  capturedAt: '2026-03-01T08:15:00Z',
  energiesMeV: { high: 6, low: 4 },
} as const;

/** The JSON of the part `metadata`. Unknown fields are refused: a misspelt one would be lost without a word. */
export const MetadataSchema = Type.Object(
  {
    containerNumber: Type.Optional(
      Type.String({ description: 'ISO 6346 with check digit', examples: ['CSQU3054383'], maxLength: 32 }),
    ),
    containerNumbers: Type.Optional(
      Type.Array(Type.String({ maxLength: 32 }), {
        minItems: 1,
        maxItems: 4,
        description: 'Where one scan shows several containers, left to right.',
      }),
    ),
    portCode: Type.Optional(
      Type.String({
        description: 'UN/LOCODE; a key that is bound to a port sets it',
        examples: ['NLRTM'],
        maxLength: 16,
      }),
    ),
    scannerId: Type.Optional(ShortText),
    laneId: Type.Optional(ShortText),
    capturedAt: Type.Optional(
      Type.String({
        description: 'ISO 8601 with an offset; kept in UTC',
        examples: ['2026-03-01T08:15:00Z'],
        maxLength: 64,
      }),
    ),
    pixelPitchMm: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1000 })),
    energiesMeV: Type.Optional(
      Type.Object(
        { high: Type.Optional(EnergyMeV), low: Type.Optional(EnergyMeV) },
        { additionalProperties: false, examples: [{ high: 6, low: 4 }] },
      ),
    ),
    consignmentId: Type.Optional(ShortText),
    hsCodes: Type.Optional(
      Type.Array(Type.String({ pattern: '^[0-9]{2,12}$', description: 'HS code, digits only' }), { maxItems: 256 }),
    ),
    declaredEmpty: Type.Optional(Type.Boolean()),
    declaredGrossKg: Type.Optional(Type.Number({ minimum: 0, maximum: 1_000_000 })),
  },
  {
    additionalProperties: false,
    title: 'ScanMetadata',
    examples: [METADATA_EXAMPLE],
  },
);

/** Checks what the sender says about a scan. Fails with `invalid-metadata`, naming the field and what is wrong with it. */
export function parseMetadata(value: unknown): Outcome<ScanMetadata> {
  const { properties } = MetadataSchema;
  const unknownField = unknownFieldOf(value, properties);
  if (unknownField !== null) return unknown(unknownField, '', properties);
  const energies: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'energiesMeV') : undefined;
  const unknownEnergy = unknownFieldOf(energies, properties.energiesMeV.properties);
  if (unknownEnergy !== null) return unknown(unknownEnergy, ' of energiesMeV', properties.energiesMeV.properties);
  const tooLong = describeTooLongList(value, properties);
  if (tooLong !== null) return invalid(tooLong);
  if (!conforms(MetadataSchema, value)) return invalid(firstErrorIn(value));
  // No part of the schema: archives of older records may hold it, and are imported all the same.
  const torn = (['scannerId', 'laneId', 'consignmentId'] as const).find((name) =>
    /\p{Surrogate}/u.test(value[name] ?? ''),
  );
  if (torn !== undefined) return invalidField(torn, 'it must have no half of a character (a lone surrogate).');
  const { high, low } = value.energiesMeV ?? {};
  if (high !== undefined && low !== undefined && low >= high) {
    return invalidField('energiesMeV', `the low energy, ${low} MeV, must lie below the high one, ${high} MeV.`);
  }
  return withParsedTexts(value);
}

function withParsedTexts(metadata: Static<typeof MetadataSchema>): Outcome<ScanMetadata> {
  const { containerNumber, containerNumbers, portCode, capturedAt, energiesMeV, ...rest } = metadata;
  const parsed: { -readonly [Field in keyof ScanMetadata]: ScanMetadata[Field] } = {};

  if (containerNumber !== undefined) {
    const outcome = parseContainerNumber(containerNumber);
    if (!outcome.ok) return invalidField('containerNumber', outcome.failure.message);
    parsed.containerNumber = outcome.value;
  }
  if (containerNumbers !== undefined) {
    const numbers: string[] = [];
    for (const [index, text] of containerNumbers.entries()) {
      const outcome = parseContainerNumber(text);
      if (!outcome.ok) return invalidField(`containerNumbers[${index}]`, outcome.failure.message);
      numbers.push(outcome.value);
    }
    parsed.containerNumbers = numbers;
  }
  if (portCode !== undefined) {
    const outcome = parsePortCode(portCode);
    if (!outcome.ok) return invalidField('portCode', outcome.failure.message);
    parsed.portCode = outcome.value;
  }
  if (capturedAt !== undefined) {
    const outcome = parseMoment(capturedAt);
    if (!outcome.ok) return invalidField('capturedAt', outcome.failure.message);
    parsed.capturedAt = outcome.value;
  }
  if (energiesMeV !== undefined) {
    parsed.energiesMeV = {
      ...(energiesMeV.high !== undefined && { high: energiesMeV.high }),
      ...(energiesMeV.low !== undefined && { low: energiesMeV.low }),
    };
  }
  return succeed({ ...parsed, ...definedFieldsOf(rest) });
}

type UntouchedFields = Pick<
  Static<typeof MetadataSchema>,
  'scannerId' | 'laneId' | 'pixelPitchMm' | 'consignmentId' | 'hsCodes' | 'declaredEmpty' | 'declaredGrossKg'
>;

function definedFieldsOf(fields: UntouchedFields): ScanMetadata {
  const { scannerId, laneId, pixelPitchMm, consignmentId, hsCodes, declaredEmpty, declaredGrossKg } = fields;
  return {
    ...(scannerId !== undefined && { scannerId }),
    ...(laneId !== undefined && { laneId }),
    ...(pixelPitchMm !== undefined && { pixelPitchMm }),
    ...(consignmentId !== undefined && { consignmentId }),
    ...(hsCodes !== undefined && { hsCodes }),
    ...(declaredEmpty !== undefined && { declaredEmpty }),
    ...(declaredGrossKg !== undefined && { declaredGrossKg }),
  };
}

function unknownFieldOf(value: unknown, known: object): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.keys(value).find((name) => !Object.hasOwn(known, name)) ?? null;
}

function firstErrorIn(value: unknown): string {
  const first = Value.Errors(MetadataSchema, value)[0];
  if (first === undefined) return 'is not as described';
  const field = first.instancePath.replace(/^\//, '').replaceAll('/', '.');
  if (field === '') return 'must be an object, such as {"containerNumber":"CSQU3054383"}';
  return `has a wrong ${field}: it ${ruleOf(first)}`;
}

function ruleOf(error: TLocalizedValidationError): string {
  if (error.keyword === 'minLength') return 'must not be empty';
  if (error.keyword === 'pattern') {
    return error.instancePath.startsWith('/hsCodes')
      ? 'must be 2 to 12 digits and nothing else, such as "0901"'
      : 'must have no control characters';
  }
  return ruleInWords(error) ?? error.message;
}

function unknown(field: string, where: string, known: object) {
  const names = Object.keys(known).join(', ');
  return invalid(`has an unknown field ${JSON.stringify(field.slice(0, 64))}; the fields${where} are ${names}`);
}

function invalidField(field: string, sentence: string) {
  return invalid(`has a wrong ${field}: ${sentence}`);
}

function invalid(sentence: string) {
  return fail('invalid-metadata', `The metadata ${sentence}${sentence.endsWith('.') ? '' : '.'}`);
}
