import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { errorCode } from '../../domain/language/error-code.ts';
import { errorMessage } from '../../domain/language/error-message.ts';
import { parseJson } from '../../domain/language/parse-json.ts';
import { unreadable } from '../../domain/language/unreadable.ts';
import { schemaError } from '../../formats/schema-error.ts';
import { readFileGiven } from '../files/read-file-given.ts';

/** What stands beside a recorded threat in `<name>.json`; everything may be left out. */
export interface ThreatNote {
  readonly pixelPitchMm?: number;
  readonly energiesMeV?: { readonly high: number; readonly low?: number };
  readonly category?: string;
  readonly massKg?: number;
  /** The reading of the open beam, where it is not what the picture's brightest readings say. */
  readonly airLevel?: number;
}

const Positive = Type.Number({ exclusiveMinimum: 0 });
const NoteSchema = Type.Object(
  {
    pixelPitchMm: Type.Optional(Positive),
    energiesMeV: Type.Optional(
      Type.Object({ high: Positive, low: Type.Optional(Positive) }, { additionalProperties: false }),
    ),
    category: Type.Optional(Type.String({ minLength: 1 })),
    massKg: Type.Optional(Positive),
    airLevel: Type.Optional(Positive),
  },
  { additionalProperties: false },
);

/** Reads a threat's note; an empty one where there is no such file. Fails with the file and the field that is wrong. */
export async function readThreatNote(file: string): Promise<Outcome<ThreatNote>> {
  let text: string;
  try {
    text = (await readFileGiven(file)).toString();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return succeed({});
    return fail(
      'malformed-request',
      unreadable(file, error, 'put what is known of the threat into a file of that name'),
    );
  }
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (error) {
    return fail('malformed-request', `${file} is not valid JSON (${errorMessage(error)}): mend or remove it.`);
  }
  if (!Value.Check(NoteSchema, json)) {
    const error = schemaError(NoteSchema, json);
    return fail(
      'malformed-request',
      `${file}: ${error?.field || 'the note'} ${error?.message ?? 'is wrong'}; known are ${Object.keys(NoteSchema.properties).join(', ')}.`,
    );
  }
  const { high, low } = json.energiesMeV ?? {};
  if (high !== undefined && low !== undefined && low >= high) {
    return fail(
      'malformed-request',
      `${file}: energiesMeV: the low energy, ${low} MeV, lies below the high one, not at or above ${high} MeV.`,
    );
  }
  return succeed(json);
}
