import { expect, it } from 'vitest';
import { whyNoneScreens } from '../../../src/domain/technology/why-none-screens.ts';
import { TECHNOLOGIES } from '../../api/fake-screener.ts';

it('names the champion and why it cannot screen, and who could in its place', () => {
  expect(whyNoneScreens('broken@onnx-cpu', TECHNOLOGIES)).toBe(
    'The champion broken@onnx-cpu cannot screen: its weights do not match their hash. PUT /v1/lineup can name another: first@onnx-cpu, second@onnx-cpu.',
  );
});

it('says why each cannot where there is no champion, and what helps where there is no model', () => {
  const unable = TECHNOLOGIES.filter(({ state }) => state === 'unavailable');
  expect(whyNoneScreens(null, unable)).toBe(
    'No technology can screen. broken@onnx-cpu: its weights do not match their hash.',
  );
  expect(whyNoneScreens(null, [])).toContain('SCANBENCH_MODELS_DIR');
});
