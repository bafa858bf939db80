import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { modelHash } from '../../src/inference/model-hash.ts';
import { describeFile } from '../fixtures/write-model.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const graph = describeFile('model.json', new TextEncoder().encode('graph'));
const weights = describeFile('weights.bin', new TextEncoder().encode('weights'));

it('is the hash of a file that is alone', () => {
  expect(modelHash([weights])).toBe(sha256('weights'));
});

it('is what sha256sum prints of several, summed again', () => {
  const printed = `${sha256('graph')}  model.json\n${sha256('weights')}  weights.bin\n`;
  expect(modelHash([graph, weights])).toBe(sha256(printed));
});

it('changes with each of the files', () => {
  const other = describeFile('weights.bin', new TextEncoder().encode('other'));
  expect(modelHash([graph, other])).not.toBe(modelHash([graph, weights]));
});
