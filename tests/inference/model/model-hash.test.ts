import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Manifest, Remote } from '../../../src/inference/model/manifest.ts';
import { modelHash } from '../../../src/inference/model/model-hash.ts';
import { modelManifest, remoteAt } from '../../fixtures/model-manifest.ts';
import { describeFile } from '../../fixtures/write-model.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const graph = describeFile('model.json', new TextEncoder().encode('graph'));
const weights = describeFile('weights.bin', new TextEncoder().encode('weights'));

const hashOf = (files: Manifest['files']) => modelHash(modelManifest({ files }));

it('is the hash of a file that is alone', () => {
  expect(hashOf([weights])).toBe(sha256('weights'));
});

it('is what sha256sum prints of several, summed again', () => {
  const printed = `${sha256('graph')}  model.json\n${sha256('weights')}  weights.bin\n`;
  expect(hashOf([graph, weights])).toBe(sha256(printed));
});

it('changes with each of the files', () => {
  const other = describeFile('weights.bin', new TextEncoder().encode('other'));
  expect(hashOf([graph, other])).not.toBe(hashOf([graph, weights]));
});

it('is of a remote model all that is known of it, whatever the order in which the manifest says it', () => {
  const manifest = modelManifest({ runtime: 'remote', files: [], remote: remoteAt('http://gpu:8000') });
  const turned: Manifest = {
    ...manifest,
    input: Object.fromEntries(Object.entries(manifest.input).toReversed()) as Manifest['input'],
  };
  expect(modelHash(turned)).toBe(modelHash(manifest));
});

it('changes with what the server of a remote model says, but not with how it is asked', () => {
  const remote = remoteAt('http://gpu:8000');
  const of = (changed: Partial<Remote>) =>
    modelHash(modelManifest({ runtime: 'remote', files: [], remote: { ...remote, ...changed } }));
  const changes = [
    { address: 'http://other:8000' },
    { model: 'other' },
    { version: '2' },
    { recorded: { ...remote.recorded, serverVersion: '9' } },
    { recorded: { ...remote.recorded, outputs: [{ name: 'map', datatype: 'FP32', shape: [1, 1, 8, 8] }] } },
  ];
  expect(new Set([of({}), ...changes.map(of)]).size).toBe(6);
  expect(of({ deadlineMs: 5, tokenVariable: 'SCANBENCH_REMOTE_TOKEN' })).toBe(of({}));
});
