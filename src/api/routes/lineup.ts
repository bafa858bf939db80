import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Lineup } from '../../domain/lineup.ts';
import type { Records } from '../../records/open-records.ts';
import type { Screener } from '../../workers/screener.ts';
import { type CurrentLineup, championOf, checkLineup } from '../lineup/lineup.ts';
import { refuse } from '../problems/errors.ts';
import { jsonResponse, problemResponses, RECORDS_UNAVAILABLE } from '../schemas/responses.ts';
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

const HISTORY_LENGTH = 50;

/** Who is champion and who challenges, and the change of it while scans come in. */
export const lineupRoutes: FastifyPluginAsyncTypebox<LineupRoutesOptions> = async (app, options) => {
  const { records, screener, lineup } = options;
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: MAX_JSON_BYTES },
    app.getDefaultJsonParser('error', 'error'),
  );

  const describe = async () => {
    const history = await records.lineups.history(HISTORY_LENGTH);
    if (!history.ok) return history;
    const { champion, challengers }: Lineup = lineup.get();
    return {
      ok: true,
      value: {
        champion,
        challengers,
        screensNow: championOf(lineup.get(), screener.technologies()) ?? null,
        history: history.value.map(({ id: _, ...entry }) => ({ ...entry, since: new Date(entry.since).toISOString() })),
      },
    } as const;
  };

  app.get(
    '/v1/lineup',
    {
      config: { scope: 'any key' },
      schema: {
        operationId: 'readLineup',
        summary: 'Who screens?',
        tags: ['technologies'],
        response: {
          200: jsonResponse('The lineup in force.', CurrentLineupSchema),
          ...problemResponses({
            ...RECORDS_UNAVAILABLE,
          }),
        },
      },
    },
    async (_request, reply) => {
      const described = await describe();
      return described.ok ? reply.send(described.value) : refuse(reply, described.failure);
    },
  );

  app.put(
    '/v1/lineup',
    {
      config: { scope: 'admin' },
      schema: {
        operationId: 'changeLineup',
        summary: 'Change who screens',
        description:
          'From the answer on, scans are screened by the new lineup; a restart keeps it. Scans on their way keep the old one.',
        tags: ['technologies'],
        body: LineupSchema,
        response: {
          200: jsonResponse('The lineup in force.', CurrentLineupSchema),
          ...problemResponses({
            'malformed-request': 'pattern-break@onnx-cpu is named twice: each technology has one place.',
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
      const changed = await lineup.change(request.body, request.requester.keyId);
      if (!changed.ok) return refuse(reply, changed.failure);
      const described = await describe();
      return described.ok ? reply.send(described.value) : refuse(reply, described.failure);
    },
  );
};
