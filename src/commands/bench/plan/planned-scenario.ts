import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { type SchemaError, schemaError } from '../../../formats/schema-error.ts';
import { SCENARIOS, type ScenarioName } from '../../../performance/traffic.ts';
import { closed } from '../../files/schema-parts.ts';

/** LoadGen's own. */
export const SCANS_PER_QUERY = 8;
/** A box of 40 feet every 0.73 s is a train at 60 km/h. */
export const TRAIN = { boxes: 40, boxSeconds: 0.73, pauseSeconds: 0 } as const;
/** LoadGen's server scenario asks for the 99th percentile. */
export const SERVER = { percentile: 0.99, precision: 0.05 } as const;
export const LANE_JITTER = 0.2;

const Rounds = {
  rounds: Type.Integer({
    minimum: 1,
    description:
      'Blocks of each technology; a round has one of each, in an order that is drawn. A ratio of speeds takes at least six; twelve in the same time have narrower bounds.',
  }),
  roundSeconds: Type.Number({
    exclusiveMinimum: 0,
    description: 'A block lasts at least so long, and then to the end of a pass over all scans.',
  }),
};

const OneAtATime = Type.Object({ scenario: Type.Enum(['single-stream', 'offline']), ...Rounds }, closed);

const MultiStream = Type.Object(
  {
    scenario: Type.Enum(['multi-stream']),
    ...Rounds,
    scansPerQuery: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1000,
        description: `Sent together; ${SCANS_PER_QUERY} without it, as LoadGen does.`,
      }),
    ),
  },
  closed,
);

const Server = Type.Object(
  {
    scenario: Type.Enum(['server']),
    rounds: Type.Integer({ minimum: 1, description: 'Searches for each technology, in turn.' }),
    roundSeconds: Type.Number({
      exclusiveMinimum: 0,
      description: 'A rate is tried for at least so long, and for as many queries as its percentile takes.',
    }),
    latencyBoundMs: Type.Number({ exclusiveMinimum: 0, description: 'What the percentile of the latency may be.' }),
    percentile: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
        description: `Of the latency; ${SERVER.percentile} without it, as LoadGen does.`,
      }),
    ),
    precision: Type.Optional(
      Type.Number({
        minimum: 0.01,
        maximum: 1,
        description: `The search ends where the lowest rate that broke the bound is so little above the highest that kept it; ${SERVER.precision} without it.`,
      }),
    ),
  },
  closed,
);

const Lanes = Type.Object(
  {
    scenario: Type.Enum(['lanes']),
    ...Rounds,
    lanes: Type.Integer({ minimum: 1, maximum: 1000, description: 'Gates that share the technology.' }),
    laneSeconds: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: 'Between two containers of a lane; taktSeconds without it.' }),
    ),
    jitter: Type.Optional(
      Type.Number({
        minimum: 0,
        exclusiveMaximum: 1,
        description: `A gap is uniform between (1 − jitter) and (1 + jitter) of that; ${LANE_JITTER} without it.`,
      }),
    ),
  },
  closed,
);

const Train = Type.Object(
  {
    scenario: Type.Enum(['train']),
    ...Rounds,
    boxes: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 10_000, description: `Of a train; ${TRAIN.boxes} without it.` }),
    ),
    boxSeconds: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: `Between two boxes; ${TRAIN.boxSeconds} without it.` }),
    ),
    pauseSeconds: Type.Optional(Type.Number({ minimum: 0, description: 'Between two trains; none without it.' })),
  },
  closed,
);

/** One scenario of a plan: its traffic, how long and how often. */
export const PlannedScenarioSchema = Type.Union([OneAtATime, MultiStream, Server, Lanes, Train]);
export type PlannedScenario = Static<typeof PlannedScenarioSchema>;
export type PlannedServer = Static<typeof Server>;

const SCHEMAS: Readonly<Record<ScenarioName, TSchema>> = {
  'single-stream': OneAtATime,
  'multi-stream': MultiStream,
  server: Server,
  offline: OneAtATime,
  lanes: Lanes,
  train: Train,
};

const Named = Type.Object({ scenario: Type.Enum([...SCENARIOS]) });

/**
 * The first field of a scenario that is wrong and what it should be, in the terms of the scenario that it names: a union
 * of schemas only knows that none fits. Null where nothing is wrong.
 */
export function scenarioError(json: unknown): SchemaError | null {
  const error = schemaError(Value.Check(Named, json) ? SCHEMAS[json.scenario] : Named, json);
  return error?.field === 'scenario' ? { ...error, message: `must be one of ${SCENARIOS.join(', ')}` } : error;
}
