import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { conforms } from '../../domain/language/conforms.ts';

const DocumentedBody = Type.Object({ content: Type.Record(Type.String(), Type.Unknown()) });

/** The media types of the bodies that a request's route takes, as it is described; none where it takes no body. */
export function bodyTypesOf({ routeOptions: { config, schema } }: FastifyRequest): readonly string[] {
  const { documentedBody } = config;
  if (conforms(DocumentedBody, documentedBody)) return Object.keys(documentedBody.content);
  // Fastify validates bodies of JSON alone; the others are read as streams.
  return schema?.body === undefined ? [] : ['application/json'];
}
