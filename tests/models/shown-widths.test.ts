import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readModel } from '../../src/inference/model/model-folder.ts';
import { shipped } from '../../src/installation.ts';
import { valueFrom } from '../fixtures/value-from.ts';

const TRAINING = path.join(import.meta.dirname, '../../models/training');
const UNETS = ['tip-unet', 'tip-unet-int8', 'tip-unet-single'];

it.each(UNETS)('shows %s containers as wide as its training did', async (id) => {
  const training = await readFile(path.join(TRAINING, 'tiles/shown.py'), 'utf8');
  const { manifest } = valueFrom(await readModel(shipped('models', id)));
  const widths = manifest.input.dynamic?.widths ?? [];
  const asPython = widths.map(({ toHeights, widthPx }) => `(${toHeights}, ${widthPx})`).join(', ');
  expect(widths).toHaveLength(2);
  expect(training).toContain(`WIDTHS = (${asPython})\n`);
});

it.each(['autoencoder', 'patchcore', 'student-teacher'])(
  'judges %s after its training as the service does',
  async (id) => {
    const judged = await readFile(path.join(TRAINING, 'judged.py'), 'utf8');
    const { input, output } = valueFrom(await readModel(shipped('models', id))).manifest;
    expect(input.area ?? 'goods').toBe('goods');
    expect(judged).toContain(`"${id}": ${input.dynamic?.heightPx}`);
    if (output.kind === 'reconstruction') expect(judged).toContain(`SMOOTH_PX = ${output.smoothPx}\n`);
    else expect(output.smoothPx).toBe(0);
  },
);
