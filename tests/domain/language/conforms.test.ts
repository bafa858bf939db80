import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { expect, it } from 'vitest';
import { MetadataSchema } from '../../../src/api/schemas/metadata.ts';
import { ScanDocumentSchema } from '../../../src/api/schemas/scan-document.ts';
import { SCAN_EXAMPLE } from '../../../src/api/schemas/scan-example.ts';
import { conforms } from '../../../src/domain/language/conforms.ts';

const WRONG = [null, -1, 0.5, 1e300, '', 'x'.repeat(300), true, [], [null], {}, { more: 1 }] as const;

/** The value, then everything that it becomes where one thing in it is put in the place of another, left out, or added. */
function* withOneWrong(value: unknown): Generator<unknown> {
  yield value;
  yield* WRONG;
  if (typeof value !== 'object' || value === null) return;
  const copy = (change: (into: Record<string, unknown>) => void) => {
    const into: unknown = structuredClone(value);
    change(into as Record<string, unknown>);
    return into;
  };
  yield copy((into) => {
    Object.assign(into, { unheardOf: 1 });
  });
  for (const [name, inner] of Object.entries(value)) {
    for (const other of withOneWrong(inner)) {
      yield copy((into) => {
        into[name] = other;
      });
    }
    yield copy((into) => {
      delete into[name];
    });
  }
}

const METADATA = {
  containerNumber: 'CSQU3054383',
  portCode: 'NLRTM',
  capturedAt: '2026-03-01T10:00:00Z',
  pixelPitchMm: 5,
  energiesMeV: { high: 6, low: 4 },
  hsCodes: ['080390'],
};

it.each<[string, TSchema, unknown]>([
  ['a scan document', ScanDocumentSchema, SCAN_EXAMPLE],
  ['metadata', MetadataSchema, METADATA],
])('says of %s with anything wrong what walking the schema says', (_what, schema, right) => {
  expect(conforms(schema, right)).toBe(true);
  let refused = 0;
  for (const value of withOneWrong(right)) {
    const isRight = conforms(schema, value);
    if (isRight !== Value.Check(schema, value)) expect.fail(`they differ at ${JSON.stringify(value)}`);
    if (!isRight) refused += 1;
  }
  expect(refused).toBeGreaterThan(50);
});
