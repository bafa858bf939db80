import { Type } from 'typebox';
import { Count, closed, orNull, pairOf, Share } from '../files/schema-parts.ts';

const Bounds = pairOf(Share);

/** Of a difference, which may be negative. */
export const DifferenceBounds = pairOf(Type.Number());

export const RateSchema = Type.Object({ count: Count, n: Count, rate: Share, bounds: Bounds }, closed);
export const AlarmRatesSchema = Type.Object(
  {
    alarm: RateSchema,
    undecided: RateSchema,
    failed: Type.Optional(
      Type.Object(RateSchema.properties, { ...closed, description: 'Without an answer; absent where all have one.' }),
    ),
    alarmOrUndecided: Type.Object(RateSchema.properties, {
      ...closed,
      description: 'What an officer must look at: alarms, undecided and failed scans.',
    }),
  },
  closed,
);
export const AurocSchema = Type.Object(
  { value: Share, standardError: orNull(Type.Number()), bounds: Bounds, threats: Count, benigns: Count },
  closed,
);
export const OperatingPointSchema = Type.Object(
  { name: Type.String(), threshold: Share, pfaLimit: Share, benignCount: Count, pfaBounds: Bounds },
  closed,
);

export const CurvePointSchema = Type.Object(
  { pfaLimit: Share, threshold: orNull(Type.Number()), pfa: RateSchema, pd: RateSchema, pdBand: Bounds },
  closed,
);

export const HistogramSchema = Type.Object({ threats: Type.Array(Count), benigns: Type.Array(Count) }, closed);
