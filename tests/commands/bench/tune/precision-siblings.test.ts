import { expect, it } from 'vitest';
import { precisionSiblings } from '../../../../src/commands/bench/tune/precision-siblings.ts';
import { readModels } from '../../../../src/inference/model/model-folder.ts';
import { shipped } from '../../../../src/installation.ts';

it('knows a model of another precision by its name, from either side, and takes no other model for one', async () => {
  const models = await readModels(shipped('models'));
  expect(precisionSiblings('tip-unet', 'onnx', models)).toEqual(['tip-unet-int8@onnx-cpu']);
  expect(precisionSiblings('tip-unet-int8', 'onnx', models)).toEqual(['tip-unet@onnx-cpu']);
  expect(precisionSiblings('local-contrast', 'onnx', models)).toEqual([]);
  expect(precisionSiblings('tip-unet', 'tfjs', models)).toEqual([]);
});
