import { describe, expect, it } from 'vitest';
import { shortName, shortNames } from '../../src/console/short-names.ts';

describe('shortName', () => {
  it('is the name of the model, or the whole id where another one runs the same model', () => {
    const ids = ['tip-unet@onnx-cpu', 'tip-unet@onnx-cuda', 'patchcore@onnx-cpu'];
    expect(ids.map((id) => shortName(id, ids))).toEqual(['tip-unet@onnx-cpu', 'tip-unet@onnx-cuda', 'patchcore']);
    expect(shortNames(['a@onnx-cpu', 'b@onnx-cpu'])).toEqual(['a', 'b']);
  });
});
