import { dirname, relative, resolve } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import { type SchemaError, schemaError } from '../../../formats/schema-error.ts';
import { readJson } from '../../files/read-json.ts';
import { closed } from '../../files/schema-parts.ts';
import type { WantedScans } from '../../samples/find-scans.ts';
import { PlannedScenarioSchema, scenarioError } from './planned-scenario.ts';

/** The default plan times three in less than three minutes. */
export const TECHNOLOGY_LIMIT = 3;

const InnerShare = Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 });

/** What is driven: the pipeline in processes of this machine, or a running service. */
const TargetSchema = Type.String({
  pattern: '^(in-process|https?://[^/?#\\s]+/?)$',
  description:
    'in-process (also without it), or the address of a running service, e.g. http://127.0.0.1:8080; without user and password.',
});

/** What is wrong with a target, as the end of a sentence that does not repeat it: it may hold a password. Null where nothing is. */
export function targetProblem(target: string): string | null {
  if (/^https?:\/\/[^/?#]*@/.test(target)) {
    return 'holds a user or a password, which the whole report would show: leave them out, and put a key of the service into SCANBENCH_KEY.';
  }
  return Value.Check(TargetSchema, target)
    ? null
    : 'is in-process or the address of a service, e.g. http://127.0.0.1:8080.';
}

/** What `scanbench bench` is to do; published as JSON Schema in `bench/plan.schema.json`. */
export const PlanSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000-\\u001f\\u007f]+$' }),
    technologies: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        uniqueItems: true,
        description: 'Ids of technologies or models; without them the first ready ones in the order of the listing.',
      }),
    ),
    technologyLimit: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: `So many at most where none are named; ${TECHNOLOGY_LIMIT} without it.`,
      }),
    ),
    samples: Type.Array(Type.String({ minLength: 1 }), {
      minItems: 1,
      description: "Sample sets; paths are relative to the plan's own folder.",
    }),
    split: Type.Optional(Type.String({ minLength: 1, description: 'As for scanbench evaluate.' })),
    accuracyScans: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'So many scans of each set at most, spread over it, with its share of threats; all without it.',
      }),
    ),
    performanceScans: Type.Integer({
      minimum: 1,
      description: 'So many of the scans of the accuracy run are timed, kept in memory in the form of their files.',
    }),
    target: Type.Optional(TargetSchema),
    scenarios: Type.Array(PlannedScenarioSchema, { minItems: 1 }),
    warmUpScans: Type.Integer({ minimum: 0, description: 'Untimed, in each worker, before the first block.' }),
    workers: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          'Threads, in all scenarios but single-stream; the usable CPUs without it. Of a service: how many it has.',
      }),
    ),
    percentiles: Type.Array(InnerShare, { minItems: 1, uniqueItems: true, description: 'Of the latencies, e.g. 0.9.' }),
    taktSeconds: Type.Number({ exclusiveMinimum: 0, description: 'An answer later than this holds up the lane.' }),
    pfaLimits: Type.Array(InnerShare, {
      minItems: 1,
      uniqueItems: true,
      description: 'False-alarm limits at which Pd is compared; the first one stands in the verdict.',
    }),
    seed: Type.Integer({ minimum: 0, maximum: 0xffffffff, description: 'Of the bootstraps and the order of scans.' }),
  },
  { ...closed, $id: 'urn:scanbench:schema:bench-plan', title: 'Scanbench benchmark plan' },
);
export type Plan = Static<typeof PlanSchema>;

/**
 * Reads a plan; its sample sets become paths from the working folder, as if they had been typed there. Fails with the field that is wrong and what it should be.
 */
export async function readPlan(file: string): Promise<Outcome<Plan>> {
  const read = await readJson(file, 'name a plan in JSON, as those in bench/plans');
  if (!read.ok) return read;
  const plan = parsePlan(read.value);
  if (!plan.ok) return fail(plan.failure.code, `${file}: ${plan.failure.message}`);
  const samples = plan.value.samples.map((folder) => relative(process.cwd(), resolve(dirname(file), folder)) || '.');
  return succeed({ ...plan.value, samples });
}

/** Takes JSON for a plan. Fails with the field that is wrong and what it should be. */
export function parsePlan(json: unknown): Outcome<Plan> {
  if (!Value.Check(PlanSchema, json)) {
    const { field, message } = planError(json);
    return fail('malformed-request', `${field} ${message}; bench/plan.schema.json says what a plan holds.`);
  }
  const badTarget = targetProblem(json.target ?? 'in-process');
  if (badTarget !== null) return fail('malformed-request', `target ${badTarget}`);
  const names = json.scenarios.map(({ scenario }) => scenario);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) {
    return fail('malformed-request', `scenarios has ${twice} twice; give it more rounds instead.`);
  }
  return succeed(json);
}

/** The scans of the accuracy run. */
export function wantedScans({ samples, split, accuracyScans }: Plan): WantedScans {
  return {
    folders: samples,
    ...(split !== undefined && { split }),
    ...(accuracyScans !== undefined && { limit: accuracyScans }),
  };
}

const Scenarios = Type.Object({ scenarios: Type.Array(Type.Unknown()) });

/** The first field that is wrong, in a scenario in the terms of that scenario. */
function planError(json: unknown): SchemaError {
  const error = schemaError(PlanSchema, json) ?? { field: '', message: 'is no plan' };
  const place = /^scenarios\.(\d+)/.exec(error.field)?.[1];
  const scenarios = Value.Check(Scenarios, json) ? json.scenarios : [];
  const inner = place === undefined ? null : scenarioError(scenarios[Number(place)]);
  if (inner !== null) return { ...inner, field: `scenarios.${place}${inner.field && `.${inner.field}`}` };
  return { ...error, field: error.field || 'the plan' };
}
