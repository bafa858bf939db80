import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { parseCapturedAt } from '../../domain/captured-at.ts';
import { parseContainerNumber } from '../../domain/container-number.ts';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { parsePortCode } from '../../domain/port-code.ts';
import type { ScanMetadata } from '../../domain/scan-metadata.ts';

const ShortText = Type.String({ minLength: 1, maxLength: 128 });
const EnergyMeV = Type.Number({ exclusiveMinimum: 0, maximum: 100 });

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
    portCode: Type.Optional(Type.String({ description: 'UN/LOCODE', examples: ['NLRTM'], maxLength: 16 })),
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
  { additionalProperties: false, title: 'ScanMetadata' },
);

/** Checks what the sender says about a scan. Fails with `invalid-metadata`, naming the field and what is wrong with it. */
export function parseMetadata(value: unknown): Outcome<ScanMetadata> {
  const unknownField = unknownFieldOf(value);
  if (unknownField !== null) {
    const known = Object.keys(MetadataSchema.properties).join(', ');
    return invalid(`has an unknown field ${JSON.stringify(unknownField.slice(0, 64))}; the fields are ${known}`);
  }
  if (!Value.Check(MetadataSchema, value)) return invalid(firstErrorIn(value));
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
    const outcome = parseCapturedAt(capturedAt);
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

function unknownFieldOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.keys(value).find((name) => !Object.hasOwn(MetadataSchema.properties, name)) ?? null;
}

function firstErrorIn(value: unknown): string {
  const first = Value.Errors(MetadataSchema, value)[0];
  if (first === undefined) return 'is not as described';
  const field = first.instancePath.replace(/^\//, '').replaceAll('/', '.');
  return field === '' ? `${first.message}: send a JSON object` : `has a wrong ${field}: it ${first.message}`;
}

function invalidField(field: string, sentence: string) {
  return invalid(`has a wrong ${field}: ${sentence}`);
}

function invalid(sentence: string) {
  return fail('invalid-metadata', `The metadata ${sentence}${sentence.endsWith('.') ? '' : '.'}`);
}
