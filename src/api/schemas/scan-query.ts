import { type Static, Type } from 'typebox';

/** The query of `POST /v1/scans`. An unknown parameter is refused: a misspelt one would be lost without a word. */
export const ScanQuerySchema = Type.Object(
  {
    technology: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
        maxItems: 32,
        description:
          'The technologies that screen, in this order; repeat the parameter for several, one named twice screens ' +
          'once. Without it the champion screens, or the first ready one.',
      }),
    ),
    maps: Type.Enum(['none', 'inline', 'link'], {
      type: 'string',
      default: 'none',
      description: 'inline adds the anomaly maps as data URIs, link their addresses. With none they are not made.',
    }),
    images: Type.Enum(['none', 'inline'], {
      type: 'string',
      default: 'none',
      description: 'inline adds each view as a data URI of a grey PNG that a browser can show.',
    }),
  },
  { additionalProperties: false },
);
export type ScanQuery = Static<typeof ScanQuerySchema>;

export const ScanHeadersSchema = Type.Object({
  prefer: Type.Optional(
    Type.String({
      description:
        'RFC 7240. wait=SECONDS is the deadline, counted from the moment the body has arrived whole; at most 600. ' +
        'respond-async answers 202 as soon as the scan is on record; it is screened later, also after a restart.',
      examples: ['wait=10', 'respond-async'],
    }),
  ),
  'idempotency-key': Type.Optional(
    Type.String({
      description:
        'A name for this request, e.g. a UUID: a retry with the same name is answered as the first try was, also after ' +
        'a restart. The same bytes without a name are a new scan.',
      examples: ['9b2f1c8e-0d5a-4c37-8f6e-2a1d3b4c5e6f'],
    }),
  ),
});
