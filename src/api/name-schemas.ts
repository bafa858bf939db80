type Schemas = Map<string, unknown>;

/** Examples hold documents, in which a `title` is a text like any other. */
const EXAMPLES = new Set(['example', 'examples']);

/**
 * An OpenAPI document in which each schema with a title stands once, under `components/schemas`, and a reference to it
 * wherever it stood: of a document that repeats it, generators of clients make as many types, or fail over their names.
 *
 * Throws where two schemas that differ have one title, which is a bug.
 */
export function nameSchemas(document: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const schemas: Schemas = new Map();
  const paths = withReferences(document['paths'], schemas);
  const components = isRecord(document['components']) ? document['components'] : {};
  return { ...document, paths, components: { ...components, schemas: Object.fromEntries([...schemas].sort()) } };
}

function withReferences(value: unknown, schemas: Schemas): unknown {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, schemas));
  if (!isRecord(value)) return value;
  const copy = Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, EXAMPLES.has(name) ? item : withReferences(item, schemas)]),
  );
  const { title } = copy;
  // A property of the name `title` is a schema, not a text.
  return typeof title === 'string' ? referenceTo(title, copy, schemas) : copy;
}

function referenceTo(title: string, schema: object, schemas: Schemas): object {
  const known = schemas.get(title);
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) {
    throw new Error(`Two schemas that differ have the title ${title}.`);
  }
  schemas.set(title, schema);
  return { $ref: `#/components/schemas/${title}` };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
