import { type Static, Type } from 'typebox';
import { FAILURE_CODES } from '../../../domain/failure.ts';
import { DECISIONS, UNDECIDED_REASONS } from '../../../domain/screening/decision.ts';
import { PRECISIONS, PROVIDERS, RUNTIMES } from '../../../domain/technology/technology.ts';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import { EvaluationSchema } from '../../evaluation/evaluation-schema.ts';
import { CurvePointSchema, OperatingPointSchema } from '../../evaluation/measure-schemas.ts';
import { Bounds, Count, closed, Share } from '../../files/schema-parts.ts';
import { EnergySourcesSchema } from '../energy/energy-sources.ts';
import { PlanSchema } from '../plan/plan.ts';
import { RecallSchema } from '../recall/recall.ts';
import { RemoteProfileSchema } from '../remote/remote-profile.ts';
import { Speed } from '../speed/speed.ts';
import { PairReport } from './pair-report.ts';

/** Raised whenever an older reader would misread the file. */
export const REPORT_VERSION = 2;

const PdAtLimit = Type.Union([
  Type.Object({ state: Type.Literal('estimated'), ...CurvePointSchema.properties }, closed),
  Type.Object({ state: Type.Literal('too-few-benigns'), pfaLimit: Share, benigns: Count, needed: Count }, closed),
]);

export const DetectionSchema = Type.Object(
  {
    threats: Count,
    benigns: Count,
    atLimits: Type.Array(PdAtLimit, { description: 'Pd at the false-alarm limits of the plan.' }),
    curve: Type.Array(Type.Object({ pfa: Share, pd: Share, pdBand: Bounds }, closed), {
      description: 'From no false alarm to all: the most that is found at each observed Pfa, and its 95 % band.',
    }),
  },
  { ...closed, description: 'Over the scans that have a score; thresholds read on these very scans.' },
);
export type Detection = Static<typeof DetectionSchema>;

const ReportedTechnology = Type.Object(
  {
    id: Type.String(),
    model: Type.Object({ id: Type.String(), version: Type.String(), sha256: Type.String() }, closed),
    runtime: Type.Enum([...RUNTIMES]),
    provider: Type.Enum([...PROVIDERS]),
    precision: Type.Enum([...PRECISIONS]),
    operatingPoint: OperatingPointSchema,
    answers: Type.Object(
      { scans: Count, sha256: Type.String() },
      { ...closed, description: 'Of the timed scans, as the accuracy run had them.' },
    ),
    detection: DetectionSchema,
    remote: Type.Optional(RemoteProfileSchema),
    recall: Type.Optional(RecallSchema),
    speed: Speed,
  },
  closed,
);
export type ReportedTechnology = Static<typeof ReportedTechnology>;

const ReportedScan = Type.Object(
  {
    scan: Type.String({
      pattern: '^[0-9a-f]{64}$',
      description: 'SHA-256 of its planes: the same pixels, the same scan.',
    }),
    truth: Type.Enum(['threat', 'benign']),
    timed: Type.Boolean({ description: 'One of those of the performance run.' }),
    answers: Type.Array(
      Type.Union([
        Type.Object(
          {
            decision: Type.Enum([...DECISIONS]),
            reason: Type.Union([Type.Enum([...UNDECIDED_REASONS]), Type.Null()]),
            score: Type.Union([Share, Type.Null()]),
          },
          closed,
        ),
        Type.Object(
          { decision: Type.Literal('failed'), reason: Type.Enum([...FAILURE_CODES]), score: Type.Null() },
          { ...closed, description: 'The technology broke on the scan, or gave no answer.' },
        ),
      ]),
      { description: 'Of the accuracy run, in the order of the technologies.' },
    ),
  },
  closed,
);
export type ReportedScan = Static<typeof ReportedScan>;

/** What `scanbench bench` writes as `report.json`; published as JSON Schema in `bench/report.schema.json`. */
export const ReportSchema = Type.Object(
  {
    kind: Type.Literal('scanbench-report'),
    version: Type.Literal(REPORT_VERSION),
    id: Type.String({ minLength: 1, description: 'UUIDv7 of the run.' }),
    plan: PlanSchema,
    onnxRuntime: Type.String(),
    othersCpuShare: Type.Union([Share, Type.Null()], {
      description: 'What other programs took of the CPUs during the performance run; null where a service was driven.',
    }),
    energy: Type.Optional(EnergySourcesSchema),
    evaluation: Type.Unsafe<Evaluation>(EvaluationSchema),
    technologies: Type.Array(ReportedTechnology),
    unavailable: Type.Array(Type.Object({ technology: Type.String(), reason: Type.String() }, closed), {
      description: 'Technologies that would have come before those that ran, and why they could not.',
    }),
    scans: Type.Array(ReportedScan, {
      description:
        'What scanbench compare pairs two reports by. A port that shares counts alone may leave it empty: scanbench merge needs none of it.',
    }),
    pairs: Type.Array(PairReport),
    warnings: Type.Array(Type.String()),
  },
  { ...closed, $id: 'urn:scanbench:schema:bench-report', title: 'Scanbench benchmark report' },
);
export type Report = Static<typeof ReportSchema>;
