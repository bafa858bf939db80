import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { conforms } from '../domain/language/conforms.ts';
import { PROCESS_ENDS } from '../domain/service/process-end.ts';
import { TOPICS } from '../domain/service/siblings.ts';
import { GPU_PROVIDERS, PRECISIONS, PROVIDERS, RUNTIMES } from '../domain/technology/technology.ts';

// All that crosses between the primary and a serving process: plain data, checked where it arrives.

const Count = Type.Integer({ minimum: 0 });

const TopicSchema = Type.Enum([...TOPICS]);

/** How often serving processes were replaced, by reason. */
const RestartsSchema = Type.Record(Type.Enum([...PROCESS_ENDS]), Count);
export type Restarts = Readonly<Static<typeof RestartsSchema>>;

const ProvenModelSchema = Type.Object({
  id: Type.String(),
  hash: Type.String(),
  identity: Type.Object({
    id: Type.String(),
    model: Type.Object({ id: Type.String(), version: Type.String(), sha256: Type.String() }),
    runtime: Type.Enum([...RUNTIMES]),
    provider: Type.Enum([...PROVIDERS]),
    precision: Type.Enum([...PRECISIONS]),
    tellsPlaces: Type.Boolean(),
    operatingPoint: Type.Object({
      name: Type.String(),
      threshold: Type.Number(),
      pfaLimit: Type.Number(),
      benignCount: Type.Number(),
      pfaBounds: Type.Unsafe<readonly [number, number]>(Type.Tuple([Type.Number(), Type.Number()])),
    }),
  }),
});

const TlsCredentialsSchema = Type.Object({ cert: Type.String(), key: Type.String() });

/** What a serving process is started with. */
const SetupSchema = Type.Object({
  /** Its place among the processes, from 0; its replacement takes it over. */
  slot: Count,
  processes: Type.Integer({ minimum: 1 }),
  /** False for a replacement. */
  isFirst: Type.Boolean(),
  restarts: RestartsSchema,
  /** Scans that processes before this one ended with, and how often. */
  suspects: Type.Array(Type.Tuple([Type.String(), Count])),
  /** GPU providers that computed in a process of this service. */
  provenProviders: Type.Array(Type.Enum([...GPU_PROVIDERS])),
  /** Technologies on the CPU that screened in a process of this service, as they did. */
  provenModels: Type.Array(ProvenModelSchema),
  /** Technologies that a process of this service did not come back from loading. */
  endlessModels: Type.Array(Type.String()),
  /** So long it serves, in milliseconds, before it gives way for a GPU that computes again. */
  deviceRestMs: Count,
  /** The time of day as it is believed, in milliseconds since 1970: see `createPatientClock`. */
  believedMs: Type.Integer(),
});
export type Setup = Static<typeof SetupSchema>;

const FromServingSchema = Type.Union([
  // It hears: what it was told while it loaded its program is lost.
  Type.Object({ kind: Type.Literal('linked') }),
  Type.Object({ kind: Type.Literal('alive'), canScreen: Type.Boolean() }),
  // The models have screened once, or will not.
  Type.Object({ kind: Type.Literal('ready') }),
  Type.Object({ kind: Type.Literal('hung') }),
  // It has answered all that it let in, and closed what it had open, but cannot end by itself.
  Type.Object({ kind: Type.Literal('done'), exitCode: Count }),
  Type.Object({ kind: Type.Literal('provider-found'), provider: Type.Enum([...GPU_PROVIDERS]) }),
  Type.Object({ kind: Type.Literal('models-proven'), models: Type.Array(ProvenModelSchema) }),
  Type.Object({ kind: Type.Literal('endless-model'), technology: Type.String() }),
  Type.Object({ kind: Type.Literal('device-back') }),
  // It ends by itself, and is to be told whether it gives way.
  Type.Object({ kind: Type.Literal('ending') }),
  Type.Object({ kind: Type.Literal('queued-scan'), id: Type.String(), state: Type.Enum(['begun', 'ended']) }),
  // These work; never among the arguments of a process, which all users of the machine can read.
  Type.Object({ kind: Type.Literal('tls-in-use'), credentials: TlsCredentialsSchema }),
  Type.Object({ kind: Type.Literal('tls-wanted'), id: Count }),
  // For the other processes. `id` is the sender's own, and comes back with `delivered`.
  Type.Object({ kind: Type.Literal('tell'), id: Count, topic: TopicSchema, news: Type.Unknown() }),
  Type.Object({ kind: Type.Literal('heard'), from: Count, id: Count }),
  // Whether another one takes scans.
  Type.Object({ kind: Type.Literal('screening-wanted'), id: Count }),
  // What all processes count together, for one that is asked for it and sends what it counts itself.
  Type.Object({ kind: Type.Literal('metrics-wanted'), id: Count, text: Type.String() }),
  Type.Object({ kind: Type.Literal('metrics'), gathering: Count, text: Type.String() }),
  // One request of a key that has a limit.
  Type.Object({ kind: Type.Literal('take'), id: Count, keyId: Type.String(), perMinute: Type.Number() }),
]);
export type FromServing = Static<typeof FromServingSchema>;

const FromPrimarySchema = Type.Union([
  // `givesWay`: others serve meanwhile, and take what comes from now on.
  Type.Object({ kind: Type.Literal('drain'), givesWay: Type.Boolean() }),
  Type.Object({ kind: Type.Literal('restarts'), restarts: RestartsSchema }),
  Type.Object({ kind: Type.Literal('told'), from: Count, id: Count, topic: TopicSchema, news: Type.Unknown() }),
  Type.Object({ kind: Type.Literal('delivered'), id: Count }),
  Type.Object({ kind: Type.Literal('metrics-asked'), gathering: Count }),
  Type.Object({ kind: Type.Literal('metrics-of-others'), id: Count, texts: Type.Array(Type.String()) }),
  Type.Object({
    kind: Type.Literal('tls-kept'),
    id: Count,
    credentials: Type.Union([Type.Null(), TlsCredentialsSchema]),
  }),
  Type.Object({ kind: Type.Literal('screening-elsewhere'), id: Count, isSo: Type.Boolean() }),
  Type.Object({ kind: Type.Literal('taken'), id: Count, waitSeconds: Type.Number() }),
]);
export type FromPrimary = Static<typeof FromPrimarySchema>;

export function writeSetup(setup: Setup): string {
  return JSON.stringify(setup);
}

/** Throws where it is something else: only a primary starts this program. */
export function readSetup(text: string): Setup {
  return Value.Parse(SetupSchema, JSON.parse(text));
}

/** Null for what is none: `node:cluster` sends messages of its own over the same channel. */
export function readFromServing(message: unknown): FromServing | null {
  return conforms(FromServingSchema, message) ? message : null;
}

/** Null as in `readFromServing`. */
export function readFromPrimary(message: unknown): FromPrimary | null {
  return conforms(FromPrimarySchema, message) ? message : null;
}
