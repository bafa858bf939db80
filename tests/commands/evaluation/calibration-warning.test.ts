import { expect, it } from 'vitest';
import { calibrationWarning } from '../../../src/commands/evaluation/calibration-warning.ts';

const POINT = { name: 'default', threshold: 0.5, pfaLimit: 0.01, pfaBounds: [0, 1] } as const;

it('warns of a threshold that was chosen on no scan, and says what chooses one', () => {
  expect(calibrationWarning('mine@onnx-cpu', { ...POINT, benignCount: 0 })).toEqual([
    expect.stringMatching(/^mine@onnx-cpu is not calibrated: .*scanbench calibrate/),
  ]);
  expect(calibrationWarning('mine@onnx-cpu', { ...POINT, benignCount: 1 })).toEqual([]);
});
