import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { addModel } from '../../../src/commands/models/add-model.ts';
import { endlessModel } from '../../fixtures/endless-model.ts';
import { modelWithWeightsIn } from '../../fixtures/external-weights.ts';
import { identityModel } from '../../fixtures/onnx-models.ts';
import { failureOf } from '../../fixtures/value-from.ts';
import { add, folder, models } from './add-models.ts';
import {
  bareScoreModel,
  boxesModel,
  classMapModel,
  drawMap,
  foreignModel,
  halfTurnedModel,
  scoreModel,
} from './foreign-models.ts';

const anySize = [1, 1, 'height', 'width'] as const;

const drawClasses = (graph: Parameters<ReturnType<typeof drawMap>>[0], input: { readonly name: string }) => {
  graph.output(graph.node('Concat', [input, input], { axis: { int: 1 } }), 'classes', 'float32', [1, 2, 'h', 'w']);
};

describe('scanbench models add refuses, and leaves nothing behind:', () => {
  it.each<[string, Uint8Array, readonly string[], RegExp, exitCode?: number]>([
    ['what is no ONNX file', new TextEncoder().encode('PNG'), [], /no ONNX file, or not a whole one: export/],
    [
      'a Git LFS pointer',
      new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\n'),
      [],
      /run `git lfs pull`/,
    ],
    ['a file that was cut off', identityModel.subarray(0, 100), [], /no ONNX file, or not a whole one/],
    ['weights that are elsewhere', modelWithWeightsIn('x.data'), [], /keeps weights in "x\.data".*put it there/],
    ['weights in a folder called as its card', modelWithWeightsIn('card.md/x'), [], /cannot lie in a model's folder/],
    ['weights outside', modelWithWeightsIn('../x.data'), [], /cannot lie in a model's folder: export/],
    [
      'several inputs',
      foreignModel({ dims: anySize }, (graph, input) => {
        const sum = graph.node('Add', [input, graph.input('mask', 'float32', anySize)]);
        graph.output(sum, 'map', 'float32', anySize);
      }),
      [],
      /has 2 inputs \(input, mask\): export/,
    ],
    [
      'no shape',
      foreignModel({ dims: [] }, (graph, input) => graph.output(graph.node('Sigmoid', [input]), 'map', 'float32', [])),
      [],
      /does not say the shape of its input "input": export/,
    ],
    ['vectors', foreignModel({ dims: [1, 64] }, drawMap('map')), [], /has 2 dimensions: a picture has four/],
    [
      'numbers of 16 bits',
      foreignModel({ type: 'float16', dims: anySize }, (graph, input) =>
        graph.output(graph.node('Sigmoid', [input]), 'map', 'float16', anySize),
      ),
      [],
      /as float16; export it as float32 or uint8 \(weights may/,
    ],
    [
      'whole numbers of 64 bits',
      foreignModel({ type: 'int64', dims: anySize }, (graph, input) =>
        graph.output(graph.node('Cast', [input], { to: { int: 1 } }), 'map', 'float32', anySize),
      ),
      [],
      /as int64; export it as float32 or uint8/,
    ],
    [
      'a graph without an answer',
      foreignModel({ dims: anySize }, (graph, input) => void graph.node('Sigmoid', [input])),
      [],
      /gives nothing: export it with an output/,
    ],
    ...(
      [
        ['--kind', 'anomaly-map'],
        ['--channel', '1'],
      ] as const
    ).map((asked): [string, Uint8Array, readonly string[], RegExp] => [
      `one value without dimensions, with ${asked[0]}`,
      bareScoreModel,
      asked,
      /answers "score" \[\]/,
    ]),
    ['a batch', foreignModel({ dims: [4, 1, 'h', 'w'] }, drawMap('map')), [], /takes 4 pictures at once/],
    ['channels that nothing fills', foreignModel({ dims: [1, 5, 'h', 'w'] }, drawMap('map')), [], /takes 5 channels/],
    ['four classes', classMapModel(4), [], /name the channel of threats with --channel \(0 to 3\)/],
    ['three classes behind', halfTurnedModel(3), [], /name the channel of threats with --channel \(0 to 2\)/],
    ['a class that is not there', classMapModel(4), ['--channel', '4'], /has no channel 4: they are counted from 0/],
    ['a fixed width alone', foreignModel({ dims: [1, 1, 'h', 64] }, drawMap('map')), [], /give --size WxH/],
    [
      'answers that are no numbers',
      foreignModel({ dims: anySize }, (graph, input) => {
        graph.output(graph.node('Log', [graph.node('Neg', [input])]), 'map', 'float32', anySize);
      }),
      [],
      /does not screen a trial scan: .*NaN or infinity/,
      1,
    ],
    ['several classes', foreignModel({ dims: anySize }, drawClasses), [], /"classes" \[1, 2, 256, 512\].*one map/],
    ['boxes', boxesModel, [], /"boxes" \[1, 600, 6\].*which is no anomaly-map.*export one map/],
    ['an output that is not there', identityModel, ['--output', 'nothing'], /no output "nothing": choose one of map/],
    ['a kind that it is not', identityModel, ['--kind', 'score'], /which is no score/],
    ['a size that the graph rules out', scoreModel, ['--size', '64x64'], /takes 96 × 96 px; leave --size out/],
    ['tiles that do not fit', scoreModel, ['--tile', '64'], /tiles of 64 px do not fit/],
    [
      'planes that do not fit',
      identityModel,
      ['--plane', 'transmission', 'ratio'],
      /takes 1 channel but transmission and ratio would fill 3 with/,
    ],
  ])('%s', async (_what, bytes, options, message, exitCode = 2) => {
    const said = await add(bytes, ...options);
    expect(said).toMatch(message);
    expect(process.exitCode).toBe(exitCode);
    expect(await readdir(folder)).toEqual(['Some model.onnx']);
  });

  it('a file that is not there, and a folder that cannot be', async () => {
    expect(await models('add', path.join(folder, 'gone.onnx'))).toMatch(
      /gone\.onnx cannot be read: there is no such file/,
    );
    expect(await readdir(folder)).toEqual([]);
    await writeFile(path.join(folder, 'models'), 'a file');
    expect(await add(identityModel)).toMatch(/cannot be written to \(.*\): name another folder with --models/);
  });

  it.skipIf(!existsSync('/proc/self'))('at once what a file system lets nobody make', async () => {
    const file = path.join(folder, 'Some model.onnx');
    await writeFile(file, identityModel);
    expect(await models('add', file, '--models', '/proc/scanbench/models')).toMatch(
      /\/models cannot be written to \(ENOENT.*name another folder with --models/,
    );
  });

  it.each([
    ['a graph that loops without end', { ms: 5000, bytes: 2 ** 50 }, /did not end within 5 s/],
    [
      'one that takes more memory than there is',
      { ms: 60_000, bytes: 2 ** 20 },
      /took more memory than .* \(0\.0 GiB\)/,
    ],
  ])('%s', async (_what, limits, message) => {
    const file = path.join(folder, 'endless.onnx');
    await writeFile(file, endlessModel());
    const modelsDir = path.join(folder, 'models');
    const wishes = { size: { widthPx: 1024, heightPx: 64 } };
    const options = { source: { file }, modelsDir, id: 'endless', licence: '', version: '1', wishes, force: false };
    const outcome = await addModel({ ...options, precision: 'fp32' }, limits);
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'runtime-failed' } });
    expect(failureOf(outcome)).toMatch(message);
    expect(await readdir(folder)).toEqual(['endless.onnx']);
  });
});
