import { describe, expect, it } from 'vitest';
import { checkManifest } from '../../../src/inference/model/check-manifest.ts';
import type { Manifest, Remote } from '../../../src/inference/model/manifest.ts';
import { modelManifest, remoteAt } from '../../fixtures/model-manifest.ts';
import { failureOf } from '../../fixtures/value-from.ts';

const RATIO: Manifest['input']['planes'] = ['ratio'];

describe('checkManifest', () => {
  it('takes a manifest that is right', () => {
    expect(checkManifest(modelManifest())).toEqual({ ok: true, value: modelManifest() });
  });

  it.each([
    ['the ratio of one energy', { planes: RATIO }, {}, 'input.planes: the ratio needs both energies'],
    [
      'no channel to normalise',
      { normalize: { mean: [], std: [] } },
      {},
      'input.normalize: mean and std need one value',
    ],
    [
      'other channels than the planes give',
      { energies: ['high', 'low'], normalize: { mean: [0, 0, 0], std: [1, 1, 1] } },
      {},
      'the planes give 2 channels, mean and std have 3',
    ],
    [
      'both a size and any size',
      { size: { widthPx: 8, heightPx: 8 }, dynamic: { multipleOfPx: 1 } },
      {},
      'input: give either size',
    ],
    ['tiles that overlap wholly', { tile: { sizePx: 64, overlapPx: 64 } }, {}, 'input.tile.overlapPx: must be smaller'],
    [
      'tiles of another size than the input',
      { tile: { sizePx: 64, overlapPx: 8 }, size: { widthPx: 64, heightPx: 32 } },
      {},
      'input.tile.sizePx: must be the width and the height',
    ],
    [
      'tiles off the model’s grid',
      { tile: { sizePx: 100, overlapPx: 8 }, dynamic: { multipleOfPx: 32 } },
      {},
      'input.tile.sizePx: must be a multiple',
    ],
    [
      'a least size that is no multiple',
      { dynamic: { multipleOfPx: 32, leastPx: 48 } },
      {},
      'input.dynamic.leastPx: must be a multiple of input.dynamic.multipleOfPx',
    ],
    [
      'tiles of a resized area',
      { tile: { sizePx: 64, overlapPx: 8 }, dynamic: { multipleOfPx: 32, heightPx: 256 } },
      {},
      'input.dynamic.heightPx: a resized area is taken whole',
    ],
    [
      'widths of areas at no height',
      { dynamic: { multipleOfPx: 32, widths: [{ toHeights: 2, widthPx: 64 }] } },
      {},
      'input.dynamic.widths: they are of areas at one height; give heightPx',
    ],
    [
      'widths that no area reaches',
      {
        dynamic: {
          multipleOfPx: 32,
          heightPx: 256,
          widths: [
            { toHeights: 5, widthPx: 640 },
            { toHeights: 2, widthPx: 320 },
          ],
        },
      },
      {},
      'input.dynamic.widths: toHeights must ascend',
    ],
    [
      'a score of tiles',
      { tile: { sizePx: 64, overlapPx: 8 } },
      { kind: 'score' },
      'input.tile: a score judges the whole area',
    ],
    [
      'a class of a reconstruction',
      {},
      { kind: 'reconstruction', names: { reconstruction: 'copy' }, channel: 1 },
      'output.channel: a',
    ],
    ['a place for channels without classes', {}, { layout: 'NHWC' }, 'output.layout: it says where classes'],
    ['a kind whose tensor has no name', {}, { kind: 'score', names: { map: 'map' } }, 'output.names.score'],
  ] as const)('refuses %s, naming the field', (_what, input, output, sentence) => {
    const manifest = JSON.parse(
      JSON.stringify({
        ...modelManifest(),
        input: { ...modelManifest().input, ...input },
        output: { ...modelManifest().output, ...output },
      }),
    );
    expect(failureOf(checkManifest(manifest))).toContain(sentence);
  });

  it('names every wrong field at once', () => {
    const { title, ...rest } = modelManifest();
    expect(title).not.toBe('');
    const message = failureOf(checkManifest({ ...rest, precision: 'fp8', limits: [] }));
    expect(message).toContain('lacks title; ');
    expect(message).toMatch(/precision: must be one of fp32, .*int8; /);
    expect(message).toContain('limits: must have at least 1 value (manifest.schema.json');
  });

  it.each([null, 7, 'text', []])('refuses %j, which is no object', (json) => {
    expect(checkManifest(json).ok).toBe(false);
  });

  it('takes the scores of a calibration, and a manifest from before they were kept', () => {
    const calibrationScores = { default: { scores: [0.1, 0.4], countsAtOrBelow: [3, 5] } };
    expect(checkManifest(calibrated(calibrationScores)).ok).toBe(true);
    expect(checkManifest(calibrated(undefined)).ok).toBe(true);
  });

  it.each([
    ['another point’s', { strict: { scores: [0.1], countsAtOrBelow: [5] } }, 'calibrationScores.strict: there is no'],
    ['counts that lack a score', { default: { scores: [0.1], countsAtOrBelow: [3, 5] } }, 'must have the same length'],
    ['scores that fall', { default: { scores: [0.4, 0.1], countsAtOrBelow: [3, 5] } }, 'must ascend'],
    [
      'another number of scans',
      { default: { scores: [0.1], countsAtOrBelow: [4] } },
      "the operating point's benignCount",
    ],
    [
      'a score above 1',
      { default: { scores: [1.1], countsAtOrBelow: [5] } },
      'calibrationScores.default.scores.0: must be',
    ],
  ])('refuses calibration scores with %s, naming the field', (_what, calibrationScores, sentence) => {
    expect(failureOf(checkManifest(calibrated(calibrationScores)))).toContain(sentence);
  });
});

describe('a manifest of a remote model', () => {
  const of = (changes: Partial<Remote>) =>
    checkManifest(modelManifest({ runtime: 'remote', files: [], remote: remoteAt('http://gpu:8000', changes) }));

  it('needs no file, but says where the model is served', () => {
    expect(of({}).ok).toBe(true);
    expect(failureOf(checkManifest(modelManifest({ runtime: 'remote', files: [] })))).toContain(
      'says where it is served',
    );
    expect(failureOf(checkManifest(modelManifest({ remote: remoteAt('http://gpu') })))).toContain('no other does');
    expect(failureOf(checkManifest(modelManifest({ files: [] })))).toContain('only a remote model has none');
  });

  it.each([
    ['ftp://gpu', 'remote.address: must match pattern'],
    ['http://', 'remote.address'],
    ['http://gpu:99999', 'this is no address'],
    ['http://me:secret@gpu', 'it holds credentials'],
    ['http://gpu/?key=1', 'leave out what follows ? and #'],
  ])('takes no address such as %s', (address, sentence) => {
    expect(failureOf(of({ address }))).toContain(sentence);
  });

  it.each(['.', '..', 'half a \ud83d'])('asks no server for a model or a version called %j', (name) => {
    expect(failureOf(of({ model: name }))).toContain('remote.model: no model can be asked by this name');
    expect(failureOf(of({ version: name }))).toContain('remote.version: no model can be asked by this name');
  });

  it('asks for a model by any other name that a server may give', () => {
    expect(of({ model: 'team/net..b 😀', version: '1.' }).ok).toBe(true);
  });

  it.each(['PATH', 'SCANBENCH_REMOTE_HOSTS', 'SCANBENCH_REMOTE_TOKENS', 'AWS_SECRET_ACCESS_KEY'])(
    'names no variable such as %s as that of its token',
    (tokenVariable) => {
      expect(failureOf(of({ tokenVariable }))).toContain('remote.tokenVariable: must match pattern');
    },
  );

  it('sends its token in the clear over this machine only', () => {
    const tokenVariable = 'SCANBENCH_REMOTE_TOKEN';
    expect(failureOf(of({ tokenVariable }))).toContain('over http anybody on the way can read the token');
    expect(of({ tokenVariable, address: 'http://localhost:8000' }).ok).toBe(true);
    expect(of({ tokenVariable, address: 'https://gpu' }).ok).toBe(true);
  });
});

it('has one operating point of a name', () => {
  const { operatingPoints } = modelManifest();
  const twice = { ...modelManifest(), operatingPoints: [...operatingPoints, ...operatingPoints] };
  expect(failureOf(checkManifest(twice))).toContain('operatingPoints: two are called "default"; give each a name');
});

/** A manifest whose operating point was chosen on five scans. */
function calibrated(calibrationScores: Manifest['calibrationScores']): Manifest {
  const manifest = modelManifest();
  const operatingPoints = manifest.operatingPoints.map((point) => ({ ...point, benignCount: 5 }));
  return { ...manifest, operatingPoints, ...(calibrationScores !== undefined && { calibrationScores }) };
}
