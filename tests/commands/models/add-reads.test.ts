import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelWithWeightsIn } from '../../fixtures/external-weights.ts';
import { identityModel } from '../../fixtures/onnx-models.ts';
import { add, added, folder } from './add-models.ts';
import {
  anomalibModel,
  classMapModel,
  foreignModel,
  greedyModel,
  halfTurnedModel,
  reconstructionModel,
  scoreModel,
  segmentationModel,
} from './foreign-models.ts';

const IMAGENET_MEANS = [0.485, 0.456, 0.406];

const anySize = [1, 1, 'height', 'width'] as const;

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
});
