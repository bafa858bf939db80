import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Check } from 'typebox/schema';
import { describe, expect, it } from 'vitest';
import { manifestJsonSchema } from '../../../models/write-schema.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';

const MODELS = path.join(import.meta.dirname, '../../../models');
const REWRITE =
  'npm run build && node dist/models/write-schema.js && npx biome format --write models/manifest.schema.json';

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(path.join(MODELS, file), 'utf8'));
}

describe('models/manifest.schema.json', () => {
  it('says what the code checks', async () => {
    const fromCode: unknown = JSON.parse(JSON.stringify(manifestJsonSchema()));
    expect(await readJson('manifest.schema.json'), `Rewrite it: ${REWRITE}`).toEqual(fromCode);
  });

  it('is of draft 2020-12: no array stands where one schema for all items must', async () => {
    const text = JSON.stringify(await readJson('manifest.schema.json'));
    expect(text).toContain('"$schema":"https://json-schema.org/draft/2020-12/schema"');
    expect(text).not.toMatch(/"items":\[|"additionalItems"/);
  });

  it('takes each shipped manifest, and none with bounds of one or three numbers', async () => {
    const schema = manifestJsonSchema();
    const shipped = (await readdir(MODELS)).filter((name) => existsSync(path.join(MODELS, name, 'manifest.json')));
    expect(shipped.length).toBeGreaterThanOrEqual(2);
    for (const id of shipped) expect(Check(schema, await readJson(`${id}/manifest.json`)), id).toBe(true);

    const manifest = modelManifest();
    for (const pfaBounds of [[0], [0, 0.5, 1], [0, 2]]) {
      const operatingPoints = manifest.operatingPoints.map((point) => ({ ...point, pfaBounds }));
      expect(Check(schema, { ...manifest, operatingPoints })).toBe(false);
    }
  });
});
