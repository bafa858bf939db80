import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { identityModel } from '../../fixtures/onnx-models.ts';
import { add, added, folder, models } from './add-models.ts';
import { anomalibModel, classMapModel, drawMap, foreignModel, scoreModel } from './foreign-models.ts';

/** What TensorProto calls the type. */
const ONNX_UINT8 = 2;

const anySize = [1, 1, 'height', 'width'] as const;

describe('scanbench models add', () => {
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
});
