import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { ManifestSchema } from '../src/inference/model/manifest.ts';

/** The schema of a model's manifest, as the JSON Schema that editors and other languages read. */
export function manifestJsonSchema(): Readonly<Record<string, unknown>> {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...ManifestSchema };
}

if (process.argv[1] === import.meta.filename) {
  await new Command('models:schema')
    .description('write models/manifest.schema.json, as the code reads manifests')
    .action(() => writeFile('models/manifest.schema.json', `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`))
    .parseAsync();
}
