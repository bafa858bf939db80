import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { ServedModel, ServedModels } from '../open-inference/served-models.ts';
import { refuse } from '../problems/errors.ts';
import { LoadBody, RepositoryIndexSchema } from '../schemas/open-inference.ts';
import { errorResponses, jsonResponse } from '../schemas/responses.ts';
import { bodyTooLarge, MAX_JSON_BYTES, readSmallBody } from '../upload/read-small-body.ts';
import { takeJsonBody } from '../upload/take-json.ts';

/** What clients send along; no body is the same as an empty object. */
const IndexRequest = Type.Object({ ready: Type.Optional(Type.Boolean()) });
const LoadRequest = Type.Object({
  parameters: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});
/** The one parameter that asks for nothing: no model depends on another. */
const HARMLESS_PARAMETERS: readonly string[] = ['unload_dependents'];

/** The repository extension of the Open Inference Protocol: which models there are, and which of them are served. */
export const modelRepositoryRoutes: FastifyPluginAsyncTypebox<{ readonly models: ServedModels }> = async (
  app,
  { models },
) => {
  const tags = ['open inference'];
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _body, done) => done(null));

  app.post(
    '/v2/repository/index',
    {
      config: {
        scope: 'any key',
        documentedBody: { required: false, content: { 'application/json': { schema: IndexRequest } } },
      },
      schema: {
        operationId: 'repositoryIndex',
        summary: 'List the models',
        description: 'All of them, or with {"ready": true} those that infer now.',
        tags,
        response: {
          200: jsonResponse('The models.', RepositoryIndexSchema),
          ...errorResponses({
            'malformed-request': 'The body is no JSON object as the protocol has it.',
            'body-too-large': bodyTooLarge(MAX_JSON_BYTES).failure.message,
          }),
        },
      },
    },
    async (request, reply) => {
      const body = await readJson(request);
      if (!body.ok) return refuse(reply, body.failure);
      if (!Value.Check(IndexRequest, body.value)) return refuse(reply, WRONG_BODY.failure);
      const wantsReady = body.value.ready === true;
      const listed = models.list().filter(({ state }) => !wantsReady || state === 'READY');
      return reply.send(listed.map(({ name, version, state, reason }) => ({ name, version, state, reason })));
    },
  );

  const change = (
    action: 'load' | 'unload',
    operationId: string,
    summary: string,
    description: string,
    apply: (name: string) => Promise<Outcome<ServedModel>>,
  ) =>
    app.post(
      `/v2/repository/models/:model/${action}`,
      {
        config: { scope: 'admin', documentedBody: LoadBody },
        schema: {
          operationId,
          summary,
          description,
          tags,
          params: Type.Object({ model: Type.String() }),
          response: {
            200: jsonResponse('Done.', Type.Object({})),
            ...errorResponses({
              'malformed-request': 'The parameter config is not available: a model is what its folder holds.',
              'body-too-large': bodyTooLarge(MAX_JSON_BYTES).failure.message,
              'unknown-model': 'No model is called "none". There are: local-contrast, pattern-break.',
              overloaded: 'The model local-contrast cannot infer now: It is still being loaded and warmed up.',
            }),
          },
        },
      },
      (request, reply) => applyChange(request, reply, () => apply(request.params.model)),
    );
  change(
    'load',
    'repositoryModelLoad',
    'Serve a model',
    'Serves a model again that was unloaded. Its weights stay in memory all the time.',
    models.load,
  );
  change(
    'unload',
    'repositoryModelUnload',
    'Serve a model no longer',
    'Takes a model from the clients of this protocol. Scans go on being screened with it.',
    models.unload,
  );
};

async function applyChange(
  request: FastifyRequest,
  reply: FastifyReply,
  apply: () => Promise<Outcome<ServedModel>>,
): Promise<FastifyReply> {
  const body = await readJson(request);
  if (!body.ok) return refuse(reply, body.failure);
  if (!Value.Check(LoadRequest, body.value)) return refuse(reply, WRONG_BODY.failure);
  const parameter = Object.keys(body.value.parameters ?? {}).find((name) => !HARMLESS_PARAMETERS.includes(name));
  if (parameter !== undefined) {
    const message = `The parameter ${parameter.slice(0, 64)} is not available: a model is what its folder holds.`;
    return refuse(reply, { code: 'malformed-request', message });
  }
  const changed = await apply();
  return changed.ok ? reply.send({}) : refuse(reply, changed.failure);
}

const WRONG_BODY = fail('malformed-request', 'The body is no JSON object as the protocol has it; it may be left out.');

/** The JSON of a small body; an empty object where there is none. */
async function readJson(request: FastifyRequest): Promise<Outcome<unknown>> {
  const { headers, raw } = request;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return succeed({});
  const body = await readSmallBody(raw, MAX_JSON_BYTES);
  if (!body.ok) return body;
  if (body.value.length === 0) return succeed({});
  return takeJsonBody(body.value, undefined, WRONG_BODY);
}
