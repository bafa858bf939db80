import { writeFile } from 'node:fs/promises';
import { ManifestSchema } from '../src/inference/model/manifest.ts';

/** The schema of a model's manifest, as the JSON Schema that editors and other languages read. */
export function manifestJsonSchema(): Readonly<Record<string, unknown>> {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...ManifestSchema };
}

if (process.argv[1] === import.meta.filename) {
  await writeFile('models/manifest.schema.json', `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`);
}
