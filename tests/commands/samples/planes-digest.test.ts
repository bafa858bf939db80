import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { planesDigest } from '../../../src/commands/samples/planes-digest.ts';
import { readSampleSet } from '../../../src/formats/sample-set.ts';
import { shipped } from '../../../src/installation.ts';
import { valueFrom } from '../../fixtures/value-from.ts';

it('is no hash of nothing where a scan lists none, or where there is no scan', async () => {
  const { samples } = valueFrom(await readSampleSet(shipped('samples', 'smoke')));
  const [first, ...others] = samples;
  if (first === undefined) throw new Error('the shipped set has scans');
  expect(planesDigest(samples)).toMatch(/^[0-9a-f]{64}$/);
  expect(planesDigest([{ ...first, provenance: {} }])).toBeNull();
  expect(planesDigest([{ ...first, provenance: { planesSha256: {} } }, ...others])).toBeNull();
  expect(planesDigest([])).toBeNull();
  expect(planesDigest(samples)).not.toBe(createHash('sha256').digest('hex'));
});
