import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { succeed } from '../../domain/failure.ts';
import type { Lineup } from '../../domain/technology/lineup.ts';
import type { RecordedLineup } from '../../records/lineup-records.ts';
import type { Records } from '../../records/open-records.ts';
import type { Screener } from '../../workers/screener.ts';
import { type CurrentLineup, championOf, checkLineup, HISTORY_LENGTH } from '../lineup/lineup.ts';
import {
  answerToReading,
  ETAG_HEADER,
  entityTag,
  OTHER_VERSION,
  PreconditionHeadersSchema,
  unmetPrecondition,
} from '../preconditions.ts';
import { refuse } from '../problems/errors.ts';
import { emptyResponse, jsonResponse, problemResponses, RECORDS_UNAVAILABLE } from '../schemas/responses.ts';
import { takeJsonBodies } from '../upload/json-bodies.ts';
import { bodyTooLarge, MAX_JSON_BYTES } from '../upload/read-small-body.ts';

const TechnologyId = Type.String({ minLength: 1, maxLength: 200, pattern: '^\\S+$' });

const LineupSchema = Type.Object(
  {
    champion: Type.Union([TechnologyId, Type.Null()], {
      description: 'Who answers a scan that names no technology; null: the first that is ready.',
    }),
    challengers: Type.Array(TechnologyId, { maxItems: 16, description: 'Who screen the same scans silently.' }),
  },
  {
    title: 'Lineup',
    additionalProperties: false,
    examples: [{ champion: 'tip-unet-single@onnx-cpu', challengers: ['pattern-break@onnx-cpu'] }],
  },
);

const CurrentLineupSchema = Type.Object(
  {
    ...LineupSchema.properties,
    screensNow: Type.Union([Type.String(), Type.Null()], { description: 'The champion in effect.' }),
    history: Type.Array(
      Type.Object({
        ...LineupSchema.properties,
        since: Type.String({ description: 'ISO 8601 UTC' }),
        changedBy: Type.Union([Type.String(), Type.Null()], { description: 'The id of the key.' }),
      }),
      { description: 'The changes made through the API, the newest first.' },
    ),
  },
  { title: 'CurrentLineup' },
);

export interface LineupRoutesOptions {
  readonly records: Records;
  readonly screener: Screener;
  readonly lineup: CurrentLineup;
}

/** Who is champion and who challenges, and the change of it while scans come in. */
export const lineupRoutes: FastifyPluginAsyncTypebox<LineupRoutesOptions> = async (app, options) => {
  const { records, screener, lineup } = options;
  takeJsonBodies(app);

  /** What the records say, that all processes answer alike; only what was configured do they not know. */
  const describe = (history: readonly RecordedLineup[]) => {
    const { champion, challengers }: Lineup = history[0] ?? lineup.get();
    return {
      champion,
      challengers,
      screensNow: championOf({ champion, challengers }, screener.technologies()) ?? null,
      history: history.map(({ id: _, ...entry }) => ({ ...entry, since: new Date(entry.since).toISOString() })),
    };
  };

  const currentVersion = async () => {
    const history = await records.lineups.history(HISTORY_LENGTH);
    if (!history.ok) return history;
    const described = describe(history.value);
    return succeed({ described, tag: entityTag(described) });
  };

  app.get(
    '/v1/lineup',
    {
      config: { scope: 'any key' },
      schema: {
        operationId: 'readLineup',
        summary: 'Who screens?',
        tags: ['technologies'],
        headers: PreconditionHeadersSchema,
        response: {
          200: jsonResponse('The lineup in force.', CurrentLineupSchema, { headers: ETAG_HEADER }),
          304: emptyResponse('It is what If-None-Match names.'),
          ...problemResponses({
            'precondition-failed': OTHER_VERSION.message,
            ...RECORDS_UNAVAILABLE,
          }),
        },
      },
    },
    async (request, reply) => {
      const version = await currentVersion();
      if (!version.ok) return refuse(reply, version.failure);
      const { described, tag } = version.value;
      reply.header('etag', tag);
      const answer = answerToReading(request.headers, tag);
      if (answer === 'other-version') return refuse(reply, OTHER_VERSION);
      if (answer === 'known') return reply.code(304).send();
      return reply.send(described);
    },
  );

  app.put(
    '/v1/lineup',
    {
      config: { scope: 'admin', givesETag: true },
      schema: {
        operationId: 'changeLineup',
        summary: 'Change who screens',
        description:
          'From the answer on, scans are screened by the new lineup; a restart keeps it. Scans on their way keep the old one. ' +
          'With the ETag of what was read as If-Match, nobody else’s change meanwhile is undone unseen.',
        tags: ['technologies'],
        headers: PreconditionHeadersSchema,
        body: LineupSchema,
        response: {
          200: jsonResponse('The lineup in force.', CurrentLineupSchema, { headers: ETAG_HEADER }),
          ...problemResponses({
            'malformed-request': 'pattern-break@onnx-cpu is named twice: each technology has one place.',
            'precondition-failed': OTHER_VERSION.message,
            'body-too-large': bodyTooLarge(MAX_JSON_BYTES).failure.message,
            'unknown-technology': 'The technology "tip-unet" is not known. Known are: tip-unet@onnx-cpu.',
            ...RECORDS_UNAVAILABLE,
          }),
        },
      },
    },
    async (request, reply) => {
      const checked = checkLineup(request.body, screener.technologies());
      if (!checked.ok) return refuse(reply, checked.failure);
      const changed = await lineup.change(request.body, request.requester.keyId, (history) =>
        unmetPrecondition(request.headers, entityTag(describe(history))),
      );
      if (!changed.ok) return refuse(reply, changed.failure);
      const version = await currentVersion();
      if (!version.ok) return refuse(reply, version.failure);
      return reply.header('etag', version.value.tag).send(version.value.described);
    },
  );
};
