import { type TSchema, Type } from 'typebox';
import { FAILURE_CODES, type FailureCode } from '../../domain/failure.ts';
import { HTTP_STATUS, problemOf } from '../problems/errors.ts';
import { ProblemSchema } from '../problems/problem.ts';

const RETRY_AFTER = {
  'Retry-After': { type: 'integer', minimum: 1, description: 'Whole seconds after which to come again.' },
};

/** What every operation says that needs the records, where these are away. */
export const RECORDS_UNAVAILABLE = {
  'records-unavailable':
    'The records cannot be read or written: PostgreSQL does not answer (connect ECONNREFUSED 127.0.0.1:5432): start it, or check its address. Then send the request again.',
} as const;

/** What is said, wherever readiness is asked for, while the service cannot screen. */
export const NOT_READY = {
  'runtime-failed': 'The service cannot screen, and will not before it is mended and restarted.',
  ...RECORDS_UNAVAILABLE,
  overloaded: 'The service is starting: the champion and every technology that loads must screen once.',
  draining: 'The service is stopping: send the scan to another instance, or again later.',
} as const;

/**
 * A response of an operation, for OpenAPI. Its type is opaque on purpose: replies are typed by the domain, whose unions
 * say more than a schema can; tests hold them to the schemas.
 */
export function jsonResponse(
  description: string,
  schema: TSchema,
  { headers = {}, example }: { readonly headers?: Record<string, object>; readonly example?: object } = {},
): object {
  const content = { 'application/json': { schema, ...(example && { example }) } };
  return { description, headers, content };
}

/** A picture as an answer, for OpenAPI. */
export function pngResponse(description: string): object {
  return fileResponse(description, 'image/png');
}

/** A file as an answer, for OpenAPI. */
export function fileResponse(description: string, mediaType: string): object {
  const schema = mediaType === 'application/json' ? { type: 'object' } : { type: 'string', format: 'binary' };
  return { description, content: { [mediaType]: { schema } } };
}

/** Server-sent events as an answer, for OpenAPI. */
export function eventsResponse(description: string, example: string): object {
  return { description, content: { 'text/event-stream': { schema: { type: 'string' }, example } } };
}

/** An answer without content, for OpenAPI. */
export function emptyResponse(description: string): object {
  return { description, type: 'null' };
}

/**
 * The failures of an operation, for OpenAPI: a response for each status, with an example for each code. `details` gives
 * the codes that can happen there and what is said then, e.g. `{ 'unknown-scan': 'No scan with this id is kept.' }`.
 */
export function problemResponses(details: FailureDetails): Record<number, object> {
  return failureResponses(details, 'application/problem+json', ProblemSchema, (code, message) =>
    problemOf({ code, message }),
  );
}

/** The same for an operation of the Open Inference Protocol, whose failures are a sentence. */
export function errorResponses(details: FailureDetails): Record<number, object> {
  return failureResponses(details, 'application/json', ErrorSchema, (_code, error) => ({ error }));
}

type FailureDetails = Partial<Record<FailureCode, string>>;

const ErrorSchema = Type.Object(
  { error: Type.String({ description: 'The cause and the cure, in one or two sentences.' }) },
  { title: 'Error' },
);

function failureResponses(
  details: FailureDetails,
  mediaType: string,
  schema: TSchema,
  exampleOf: (code: FailureCode, message: string) => object,
): Record<number, object> {
  const codes = FAILURE_CODES.filter((code) => details[code] !== undefined);
  const statuses = [...new Set(codes.map((code) => HTTP_STATUS[code]))];
  return Object.fromEntries(
    statuses.map((status) => {
      const here = codes.filter((code) => HTTP_STATUS[code] === status);
      const examples = here.map((code) => [code, { value: exampleOf(code, details[code] ?? '') }]);
      const content = { schema, examples: Object.fromEntries(examples) };
      return [
        status,
        {
          description: here.join(', '),
          ...((status === 503 || status === 429) && { headers: RETRY_AFTER }),
          content: { [mediaType]: content },
        },
      ];
    }),
  );
}
