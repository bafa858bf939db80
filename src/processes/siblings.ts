import { type Static, type TSchema, Type } from 'typebox';
import { REPORT_TASKS } from '../domain/comparison/report.ts';
import { conforms } from '../domain/language/conforms.ts';
import type { News, Siblings, Topic } from '../domain/service/siblings.ts';

type Checks = { readonly [Name in Topic]: (news: unknown) => news is News[Name] };

/** What is told under each topic: what another process sent is checked before anybody hears it. */
const CHECKS: Checks = {
  committed: is(Type.Null()),
  'ids-ahead': is(Type.Object({ ms: Type.Integer() })),
  'queue-grew': is(Type.Null()),
  'reports-grew': is(Type.Null()),
  'report-removed': is(Type.Object({ id: Type.String() })),
  'report-progress': is(
    Type.Object({
      id: Type.String(),
      progress: Type.Union([
        Type.Null(),
        Type.Object({ task: Type.Enum([...REPORT_TASKS]), done: Type.Number(), total: Type.Number() }),
      ]),
    }),
  ),
  lineup: is(
    Type.Object({
      id: Type.String(),
      champion: Type.Union([Type.Null(), Type.String()]),
      challengers: Type.Array(Type.String()),
    }),
  ),
  'model-use': is(Type.Object({ name: Type.String(), isUnloaded: Type.Boolean() })),
};

function is<Schema extends TSchema>(schema: Schema): (news: unknown) => news is Static<Schema> {
  return (news): news is Static<Schema> => conforms(schema, news);
}

type Listeners = { readonly [Name in Topic]: ((news: News[Name]) => void)[] };

export interface SiblingLine {
  readonly siblings: Siblings;
  /** Passes on what another process told. */
  receive(topic: Topic, news: unknown): void;
}

/** `send` has the primary pass news on; it resolves when they have arrived. */
export function createSiblings(send: (topic: Topic, news: unknown) => Promise<void>): SiblingLine {
  const listeners: Listeners = {
    committed: [],
    'ids-ahead': [],
    'queue-grew': [],
    'reports-grew': [],
    'report-removed': [],
    'report-progress': [],
    lineup: [],
    'model-use': [],
  };

  function pass<Name extends Topic>(topic: Name, news: unknown): void {
    const isNews: Checks[Name] = CHECKS[topic];
    // Both ends are of one build: something else is a bug.
    if (!isNews(news)) throw new Error(`What was told of ${topic} has another form: ${JSON.stringify(news)}`);
    for (const listener of listeners[topic]) listener(news);
  }

  return {
    siblings: {
      tell: send,
      hear: (topic, listener) => void listeners[topic].push(listener),
    },
    receive: pass,
  };
}
