import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { INSPECTION_OUTCOMES, type Inspection, SELECTED_BY } from '../../domain/comparison/inspection.ts';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { conforms } from '../../domain/language/conforms.ts';
import { ruleInWords } from '../../domain/language/rule-in-words.ts';
import { parseMoment } from '../../domain/time/moment.ts';
import { describeTooLongList } from '../problems/too-long-list.ts';
import { WRITABLE } from './writable.ts';

const Pixels = Type.Integer({ minimum: 0, maximum: 1_000_000 });

const FoundBoxSchema = Type.Object(
  {
    view: Type.String({ minLength: 1, maxLength: 64 }),
    box: Type.Object(
      { x: Pixels, y: Pixels, width: Type.Integer({ minimum: 1 }), height: Type.Integer({ minimum: 1 }) },
      { additionalProperties: false, description: "In the view's own pixels; x, y is the top-left corner." },
    ),
  },
  { additionalProperties: false },
);

export const INSPECTION_EXAMPLE = {
  outcome: 'threat',
  selectedBy: 'random',
  category: 'weapons',
  boxes: [{ view: 'side', box: { x: 812, y: 210, width: 64, height: 48 } }],
  inspectedAt: '2026-03-01T10:40:00Z',
} as const;

/** The body of `PUT /v1/scans/{id}/inspection`. */
export const InspectionSchema = Type.Object(
  {
    outcome: Type.Enum(INSPECTION_OUTCOMES, { description: 'The truth about the scan.' }),
    selectedBy: Type.Enum(SELECTED_BY, {
      description:
        "Why it was opened: on the champion's alarm, by lot, on what was known of the consignment, or otherwise. Say " +
        'random of every scan that was drawn, even where it would have been opened anyway.',
    }),
    category: Type.Optional(
      Type.Union([Type.String({ minLength: 1, maxLength: 64, pattern: WRITABLE }), Type.Null()], {
        description: 'What the threat was, in your own words; only of a threat.',
      }),
    ),
    boxes: Type.Optional(
      Type.Array(FoundBoxSchema, { maxItems: 64, description: 'Where it was on the views; only of a threat.' }),
    ),
    inspectedAt: Type.String({ maxLength: 64, description: 'ISO 8601 with an offset; kept in UTC' }),
  },
  { additionalProperties: false, title: 'Inspection', examples: [INSPECTION_EXAMPLE] },
);

const VersionFields = {
  version: Type.Integer({ minimum: 1, description: 'Each correction is a new one.' }),
  outcome: Type.Enum(INSPECTION_OUTCOMES),
  selectedBy: Type.Enum(SELECTED_BY),
  category: Type.Union([Type.String(), Type.Null()]),
  boxes: Type.Array(FoundBoxSchema),
  inspectedAt: Type.String(),
  recordedAt: Type.String(),
  recordedBy: Type.Union([Type.String(), Type.Null()], {
    description: 'The id of the API key; null for the service’s own machine.',
  }),
};

/** The inspection of a scan as it counts now. */
export const RecordedInspectionSchema = Type.Object(VersionFields, { title: 'RecordedInspection' });

/** An inspection with what was recorded before it was corrected. */
export const InspectionHistorySchema = Type.Object(
  {
    ...VersionFields,
    history: Type.Array(Type.Object(VersionFields), { description: 'The versions before, the newest first.' }),
  },
  { title: 'InspectionHistory' },
);

/** Checks what is said about an inspection, without the scan. Fails with `invalid-inspection`, naming the field. */
export function parseInspection(value: unknown): Outcome<Inspection> {
  const tooLong = describeTooLongList(value, InspectionSchema.properties);
  if (tooLong !== null) return invalid(tooLong);
  if (!conforms(InspectionSchema, value)) return invalid(firstErrorIn(value));
  const { outcome, selectedBy, inspectedAt } = value;
  const category = value.category?.trim() ?? null;
  const boxes = value.boxes ?? [];
  if (outcome === 'benign' && (category !== null || boxes.length > 0)) {
    return invalid('is benign, so it has neither category nor boxes: leave them out, or make the outcome threat');
  }
  if (category === '') return invalid('has an empty category: name it or leave it out');
  const moment = parseMoment(inspectedAt);
  if (!moment.ok) return invalid(`has a wrong inspectedAt: ${moment.failure.message}`);
  return succeed({ outcome, selectedBy, category, boxes: boxes.map(plainBox), inspectedAt: moment.value });
}

/** The same fields in the same order, however they were sent: what is the same is written the same. */
function plainBox({ view, box }: Static<typeof FoundBoxSchema>) {
  const { x, y, width, height } = box;
  return { view, box: { x, y, width, height } };
}

function firstErrorIn(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return `must be an object, such as ${JSON.stringify(INSPECTION_EXAMPLE)}`;
  }
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(InspectionSchema.properties, name));
  const names = Object.keys(InspectionSchema.properties).join(', ');
  if (unknown !== undefined) {
    return `has an unknown field ${JSON.stringify(unknown.slice(0, 64))}; the fields are ${names}`;
  }
  const missing = InspectionSchema.required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return `lacks ${missing}`;
  const first = Value.Errors(InspectionSchema, value)[0];
  if (first === undefined) return 'is not as described';
  const field = first.instancePath.replace(/^\//, '').replaceAll('/', '.');
  if (field === 'category')
    return 'has a wrong category: it has 1 to 64 characters, none of them a control character or half of a character';
  if (field === 'outcome') return `has a wrong outcome: it is one of ${INSPECTION_OUTCOMES.join(', ')}`;
  if (field === 'selectedBy') return `has a wrong selectedBy: it is one of ${SELECTED_BY.join(', ')}`;
  return `has a wrong ${field}: it ${ruleInWords(first) ?? first.message}`;
}

function invalid(sentence: string) {
  return fail('invalid-inspection', `The inspection ${sentence}${sentence.endsWith('.') ? '' : '.'}`);
}
