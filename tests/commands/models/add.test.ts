import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addModel } from '../../../src/commands/models/add-model.ts';
import { modelsCommand } from '../../../src/commands/models.ts';
import type { Manifest } from '../../../src/inference/model/manifest.ts';
import { readModel } from '../../../src/inference/model/model-folder.ts';
import { shipped } from '../../../src/installation.ts';
import { endlessModel } from '../../fixtures/endless-model.ts';
import { modelWithWeightsIn } from '../../fixtures/external-weights.ts';
import { hearStreams } from '../../fixtures/hear-streams.ts';
import { identityModel } from '../../fixtures/onnx-models.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';
import {
  anomalibModel,
  boxesModel,
  classMapModel,
  drawMap,
  foreignModel,
  greedyModel,
  halfTurnedModel,
  reconstructionModel,
  scoreModel,
  segmentationModel,
} from './foreign-models.ts';

/** What TensorProto calls the type. */
const ONNX_UINT8 = 2;
const IMAGENET_MEANS = [0.485, 0.456, 0.406];

const anySize = [1, 1, 'height', 'width'] as const;

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
});

/** Runs `scanbench models`; what it wrote to both streams. */
async function models(...args: readonly string[]): Promise<string> {
  const written = hearStreams();
  await modelsCommand().parseAsync([...args, '--models', path.join(folder, 'models')], { from: 'user' });
  vi.restoreAllMocks();
  return written();
}

/** Adds a file of these bytes, called `Some model.onnx`. */
async function add(bytes: Uint8Array, ...options: readonly string[]): Promise<string> {
  const file = path.join(folder, 'Some model.onnx');
  await writeFile(file, bytes);
  return models('add', file, ...options);
}

async function endOf(child: ChildProcessWithoutNullStreams) {
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { said, code };
}

async function added(id = 'some-model'): Promise<Manifest> {
  return valueFrom(await readModel(path.join(folder, 'models', id))).manifest;
}

describe('scanbench models add', () => {
  it('reads the map of an anomalib export, passes labels and masks over, and normalises as it was taught', async () => {
    const said = await add(anomalibModel(null), '--licence', 'Apache-2.0');
    expect(process.exitCode ?? 0, said).toBe(0);
    const { input, output, licence } = await added();
    expect(input).toMatchObject({ energies: ['high'], planes: ['transmission'], layout: 'NCHW' });
    expect(input).toMatchObject({ dynamic: { multipleOfPx: 32 }, normalize: { mean: IMAGENET_MEANS } });
    expect(output).toEqual({ kind: 'anomaly-map', names: { map: 'anomaly_map' } });
    expect(licence).toBe('Apache-2.0');
    expect(said).toContain('3 times as a grey picture has it');
    expect(said).toContain('some-model@onnx-cpu is in');
  });

  it('leaves normalising to a graph that holds the means itself', async () => {
    const said = await add(anomalibModel(IMAGENET_MEANS));
    expect((await added()).input.normalize).toEqual({ mean: [0, 0, 0], std: [1, 1, 1] });
    expect(said).toContain('in the graph already');
  });

  it('takes an export of anomalib 2, which squeezes by itself and answers in a size of its own, and says so', async () => {
    const said = await add(anomalibModel(IMAGENET_MEANS, 256));
    expect(process.exitCode ?? 0, said).toBe(0);
    expect((await added()).input).toMatchObject({ dynamic: { multipleOfPx: 32 } });
    expect(said).toContain('Its graph resizes by itself: it answered 256 × 256 to a picture of 512 × 256');
    expect(said).toContain('--size 256x256 keeps the proportions');
    expect(await add(anomalibModel(IMAGENET_MEANS), '--id', 'other')).not.toContain('resizes by itself');
  });

  it('takes two channels for both energies, and a height that the graph fixes for the height to resize to', async () => {
    await add(segmentationModel);
    const { input, output } = await added();
    expect(input).toMatchObject({ energies: ['high', 'low'], dynamic: { multipleOfPx: 32, heightPx: 64 } });
    expect(output).toEqual({ kind: 'anomaly-map', names: { map: 'segmentation' } });
  });

  it('reads of several classes the one that is named, and screens with it', async () => {
    const said = await add(classMapModel(2), '--id', 'two', '--channel', '1');
    expect((await added('two')).output).toEqual({ kind: 'anomaly-map', names: { map: 'probabilities' }, channel: 1 });
    expect(said).toContain('- Channel 1 of its output "probabilities" [1, 2, 256, 512] is read as an anomaly map');
  });

  it('finds the channels of classes also where a converter has turned round the input alone', async () => {
    const said = await add(halfTurnedModel(3), '--id', 'half', '--channel', '1');
    expect(await added('half')).toMatchObject({
      input: { layout: 'NHWC' },
      output: { kind: 'anomaly-map', channel: 1, layout: 'NCHW' },
    });
    expect(said).toContain('Its output has its channels before height and width, its input behind them');
    // Read as the input is, eight columns would look like a map.
    await add(halfTurnedModel(8, [64, 64]), '--id', 'eight', '--channel', '1');
    expect((await added('eight')).output).toMatchObject({ layout: 'NCHW' });
  });

  it('says what else an output that looks like the input may be', async () => {
    expect(await add(foreignModel({ dims: anySize }, drawMap('output')), '--id', 'map')).toContain(
      'is read as an anomaly map, 1 where a threat is (--kind reconstruction where it is a copy of the input).',
    );
    expect(await add(classMapModel(3), '--id', 'copy')).toContain(
      '(--channel where it is a map with one for each class).',
    );
    await add(classMapModel(3), '--id', 'map-of-three', '--channel', '1');
    expect((await added('map-of-three')).output).toMatchObject({ kind: 'anomaly-map', channel: 1 });
  });

  it('says of whole numbers at which of them a threat is, and warns of a mask of 0 and 1 among them', async () => {
    const whole = (highest: number) =>
      foreignModel({ dims: anySize }, (graph, input) => {
        const map = graph.node('Mul', [input, graph.constant(highest)]);
        graph.output(graph.node('Cast', [map], { to: { int: ONNX_UINT8 } }), 'map', 'uint8', anySize);
      });
    const said = await add(whole(255), '--id', 'levels');
    expect(said).toContain('is read as an anomaly map, 255 where a threat is');
    expect(said).not.toContain('Warning');
    expect(await add(whole(1.5), '--id', 'mask')).toContain(
      'its output "map" held 0 and 1 alone, which are read as shares of 255: no score comes near 1.',
    );
  });

  it('knows a reconstruction by its name, and a score by its one value', async () => {
    await add(reconstructionModel, '--id', 'copier');
    expect((await added('copier')).output).toEqual({
      kind: 'reconstruction',
      names: { reconstruction: 'reconstruction' },
    });
    await add(scoreModel, '--id', 'classifier');
    const { input, output } = await added('classifier');
    expect(input).toMatchObject({ layout: 'NHWC', size: { widthPx: 96, heightPx: 96 } });
    expect(output).toEqual({ kind: 'score', names: { score: 'probability' } });
  });

  it('prefers what says where to a score, whatever they are called', async () => {
    const both = foreignModel({ dims: [1, 1, 'height', 'width'] }, (graph, input) => {
      const score = graph.node('ReduceMax', [input], { axes: { ints: [1, 2, 3] }, keepdims: { int: 0 } });
      graph.output(score, 'score', 'float32', [1]);
      graph.output(graph.node('Mul', [input, input]), 'out_0', 'float32', [1, 1, 'height', 'width']);
    });
    expect(await add(both)).toContain('(--output reads another: score;');
    expect((await added()).output).toEqual({ kind: 'anomaly-map', names: { map: 'out_0' } });
    await add(both, '--force', '--kind', 'score');
    expect((await added()).output).toEqual({ kind: 'score', names: { score: 'score' } });
  });

  it('takes the size of a graph that hides it, once it is told', async () => {
    const hidden = foreignModel({ dims: anySize }, (graph, input) => {
      const bias = graph.constant(
        Array.from({ length: 64 * 32 }, () => 0.1),
        [1, 1, 32, 64],
      );
      graph.output(graph.node('Add', [input, bias]), 'map', 'float32', anySize);
    });
    expect(await add(hidden)).toMatch(/A trial with \[1, 1, 256, 512\] broke; say what it takes with --size/);
    process.exitCode = 0;
    await add(hidden, '--size', '64x32');
    expect((await added()).input.size).toEqual({ widthPx: 64, heightPx: 32 });
  });

  it('asks for no size where the graph fixes it, and breaks all the same', async () => {
    const said = await add(greedyModel);
    expect(said).toMatch(/A trial with \[1, 1, 64, 64\], the size that its graph fixes, broke: .*ONNX Runtime/);
    expect(said).not.toContain('--size');
  });

  it('does as it is told, where it is', async () => {
    const options = ['--title', 'Mine', '--kind', 'reconstruction', '--energies', 'low', '--plane', 'attenuation'];
    const more = ['--normalize', '0.5/0.25', '--area', 'container', '--tile', '64', '--model-version', '2'];
    await add(identityModel, '--id', 'mine', ...options, ...more);
    const { title, version, input, output } = await added('mine');
    expect([title, version, output.kind]).toEqual(['Mine', '2', 'reconstruction']);
    expect(input).toMatchObject({ energies: ['low'], planes: ['attenuation'], area: 'container' });
    expect(input).toMatchObject({ tile: { sizePx: 64, overlapPx: 8 }, normalize: { mean: [0.5], std: [0.25] } });
  });

  it('marks the model as not calibrated, in its manifest, its card, the list and what it says', async () => {
    const said = await add(identityModel);
    expect((await added()).operatingPoints).toMatchObject([{ name: 'default', benignCount: 0, pfaBounds: [0, 1] }]);
    expect(said).toContain('Not calibrated');
    expect(said).toContain('scanbench calibrate --benign DIR --pfa 0.01 --technology some-model');
    const card = await readFile(path.join(folder, 'models/some-model/card.md'), 'utf8');
    expect(card).toMatch(/<!-- measured: begin -->\nNot measured yet, and not calibrated[\s\S]*<!-- measured: end -->/);
    expect(card).toContain('- The input "input" has 1 channel: transmission of the high energy.');
    expect(await models('list')).toMatch(/some-model .*not calibrated/);
  });

  it('warns of answers that no score can hold', async () => {
    const logits = foreignModel({ dims: [1, 1, 'height', 'width'] }, (graph, input) => {
      graph.output(graph.node('Mul', [input, graph.constant(-20)]), 'map', 'float32', [1, 1, 'height', 'width']);
    });
    const warning = /Warning: .*"map" went from -19\.0 to -1\.00.*sigmoid/;
    expect(await add(logits)).toMatch(warning);
    expect((await added()).limits).toContainEqual(expect.stringMatching(/went from .*sigmoid/));
    expect(await add(identityModel, '--force')).not.toContain('sigmoid');
  });

  it('warns of a model that answers the same whatever it is shown, before all else and in its manifest', async () => {
    const blind = foreignModel({ dims: anySize }, (graph, input) => {
      const nothing = graph.node('Mul', [input, graph.constant(0)]);
      graph.output(graph.node('Add', [nothing, graph.constant(0.25)]), 'map', 'float32', anySize);
    });
    const said = await add(blind);
    const warning = /"map" was 0\.25 everywhere for two trial pictures .* seems not to look at what goes in/;
    expect(said).toMatch(warning);
    expect(said.indexOf('Warning: ')).toBeLessThan(said.indexOf('Assumed'));
    expect((await added()).limits).toContainEqual(expect.stringMatching(warning));
    expect(await add(identityModel, '--force')).not.toContain('Warning');
    expect(await add(scoreModel, '--force')).not.toContain('Warning');
  });

  it('warns of a graph that was fixed to a picture in which nothing of a container is left', async () => {
    const traced = foreignModel({ dims: [1, 3, 32, 32] }, (graph, input) => {
      const enlarged = graph.node('Resize', [input, null, null, graph.indices([1, 3, 256, 256])], {
        mode: { string: 'linear' },
      });
      const map = graph.node('ReduceMean', [enlarged], { axes: { ints: [1] }, keepdims: { int: 1 } });
      graph.output(map, 'anomaly_map', 'float32', [1, 1, 256, 256]);
    });
    expect(await add(traced)).toMatch(/Warning: Its graph takes 32 × 32 px, and its map is 256 × 256.*input_size/);
    expect(await add(scoreModel, '--force')).not.toContain('Warning');
  });

  it('says the precision of most weights, unless it is told another', async () => {
    expect(await add(scoreModel, '--precision', 'int8')).not.toContain('weights are called');
    expect((await added()).precision).toBe('int8');
    expect(await add(anomalibModel(null), '--force')).toContain('Its weights are called fp32, as most of them are');
    expect((await added()).precision).toBe('fp32');
  });

  it('copies the files that weights lie in, and holds them to their hashes', async () => {
    await writeFile(path.join(folder, 'weights.data'), new Uint8Array(Float32Array.of(0.25).buffer));
    expect(await add(modelWithWeightsIn('weights.data'))).toContain('screened a trial scan');
    expect((await added()).files.map((file) => file.path)).toEqual(['model.onnx', 'weights.data']);
  });

  it('says of weights that were cut off that they were, not that an operator is not known', async () => {
    await writeFile(path.join(folder, 'weights.data'), new Uint8Array(2));
    const said = await add(modelWithWeightsIn('weights.data'));
    expect(said).toMatch(/holds its weights ends after 2 bytes, before those of "bias": copy it anew/);
    expect(said).not.toContain('operators');
  });

  it('replaces a model only when forced, and keeps it where the new one is no good', async () => {
    await add(identityModel);
    const said = await add(scoreModel);
    expect(said).toContain('is there already: choose another --id, or replace it with --force');
    expect(process.exitCode).toBe(2);
    await add(new TextEncoder().encode('rubbish'), '--force');
    expect((await added()).output.kind).toBe('anomaly-map');
    await add(scoreModel, '--force');
    expect((await added()).output.kind).toBe('score');
    expect(await readdir(path.join(folder, 'models'))).toEqual(['some-model']);
  });

  it('replaces with --force what another one added in this place meanwhile, and leaves a whole model', async () => {
    const file = path.join(folder, 'model.onnx');
    await writeFile(file, identityModel);
    const modelsDir = path.join(folder, 'models');
    const where = ['--models', modelsDir, '--id', 'same'];
    const command = [shipped('dist', 'src', 'cli.js'), 'models', 'add', file, ...where, '--force'];
    const ends = await Promise.all([command, command].map((args) => endOf(spawn(process.execPath, args))));
    expect(ends).toEqual([0, 0].map((code) => ({ said: '', code })));
    expect((await added('same')).id).toBe('same');
    expect(await readdir(modelsDir)).toEqual(['same']);
  });
});

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
    folder = '/proc/scanbench';
    expect(await models('add', file)).toMatch(
      /\/models cannot be written to \(ENOENT.*name another folder with --models/,
    );
  });

  it('the later of two that are added in one place at a time', async () => {
    const file = path.join(folder, 'model.onnx');
    await writeFile(file, identityModel);
    const modelsDir = path.join(folder, 'models');
    // Of two processes: what one's own number names is left of one that ended before.
    const command = [shipped('dist', 'src', 'cli.js'), 'models', 'add', file, '--models', modelsDir, '--id', 'same'];
    const ends = await Promise.all([command, command].map((args) => endOf(spawn(process.execPath, args))));
    expect(ends.map(({ code }) => code).toSorted()).toEqual([0, 2]);
    expect(ends.find(({ code }) => code === 2)?.said).toContain('same is there already: choose another --id');
    expect(await readdir(modelsDir)).toEqual(['same']);
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

  it('what processes left that were killed over it, unless it may be all that is left of a model', async () => {
    const { pid: ended } = spawnSync('true');
    const moving = `.adding-${ended}-moving`;
    const kept = [`.adding-${process.ppid}-other`, moving, '.adding-mine'];
    const gone = `.adding-${ended}-killed`;
    for (const name of [...kept, gone]) await mkdir(path.join(folder, 'models', name, 'a'), { recursive: true });
    await mkdir(path.join(folder, 'models', moving, 'replaced'));
    await add(identityModel);
    expect((await readdir(path.join(folder, 'models'))).toSorted()).toEqual([...kept, 'some-model'].toSorted());
  });

  it('a folder that it made only where nobody has put anything there meanwhile', async () => {
    const modelsDir = path.join(folder, 'new', 'models');
    const options = { modelsDir, licence: '', version: '1', wishes: {}, force: false };
    const failing = addModel({ ...options, source: { file: path.join(folder, 'none.onnx') }, id: 'none' });
    await vi.waitFor(() => expect(existsSync(modelsDir)).toBe(true));
    await mkdir(path.join(modelsDir, 'another'));
    expect(failureOf(await failing)).toContain('none.onnx cannot be read');
    expect(await readdir(modelsDir)).toEqual(['another']);
  });

  it('nothing of the models beside it', async () => {
    await mkdir(path.join(folder, 'models'));
    await cp(shipped('models/local-contrast'), path.join(folder, 'models/local-contrast'), { recursive: true });
    await add(new TextEncoder().encode('rubbish'));
    expect(await readdir(path.join(folder, 'models'))).toEqual(['local-contrast']);
  });
});
