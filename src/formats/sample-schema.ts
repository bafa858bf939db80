import { Type } from 'typebox';
import { THREAT_PLACES } from '../domain/scan/sample.ts';
import { VIEW_NAME } from '../domain/scan/view.ts';

const closed = { additionalProperties: false } as const;
const RelativePath = Type.String({ minLength: 1 });
const BoxSchema = Type.Object(
  {
    x: Type.Number({ minimum: 0 }),
    y: Type.Number({ minimum: 0 }),
    width: Type.Number({ exclusiveMinimum: 0 }),
    height: Type.Number({ exclusiveMinimum: 0 }),
  },
  closed,
);

function byView<Value extends Parameters<typeof Type.Record>[1]>(value: Value) {
  return Type.Record(Type.String({ pattern: VIEW_NAME.source }), value, closed);
}

/** Of a sample's id, in characters: it is the name of a folder. */
export const LONGEST_ID = 128;

const ThreatSchema = Type.Object(
  {
    category: Type.String({ minLength: 1 }),
    massKg: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    place: Type.Optional(Type.Enum(THREAT_PLACES)),
    belowPenetration: Type.Optional(Type.Boolean()),
    contrast: Type.Optional(Type.Number({ minimum: 0 })),
    boxes: Type.Optional(byView(BoxSchema)),
    masks: Type.Optional(byView(RelativePath)),
  },
  closed,
);

/** One line of `samples.jsonl`, as `src/domain/scan/sample.ts` describes it. */
export const SampleSchema = Type.Object(
  {
    id: Type.String({ pattern: `^[A-Za-z0-9][A-Za-z0-9._-]{0,${LONGEST_ID - 1}}$` }),
    views: byView(
      Type.Object(
        { high: Type.Optional(RelativePath), low: Type.Optional(RelativePath) },
        { ...closed, minProperties: 1 },
      ),
    ),
    truth: Type.Union([Type.Literal('benign'), Type.Object({ threat: ThreatSchema }, closed)]),
    containers: Type.Optional(byView(Type.Array(BoxSchema))),
    cargo: Type.String(),
    scanner: Type.String(),
    provenance: Type.Record(Type.String(), Type.Unknown()),
    split: Type.String({ minLength: 1 }),
  },
  closed,
);
