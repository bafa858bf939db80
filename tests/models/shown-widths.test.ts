import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readModel } from '../../src/inference/model/model-folder.ts';
import { shipped } from '../../src/installation.ts';
import { valueFrom } from '../fixtures/value-from.ts';

const UNETS = ['tip-unet', 'tip-unet-int8', 'tip-unet-single'];

it.each(UNETS)('shows %s containers as wide as its training did', async (id) => {
  const training = await readFile(path.join(import.meta.dirname, '../../models/training/tiles/shown.py'), 'utf8');
  const { manifest } = valueFrom(await readModel(shipped('models', id)));
  const widths = manifest.input.dynamic?.widths ?? [];
  const asPython = widths.map(({ toHeights, widthPx }) => `(${toHeights}, ${widthPx})`).join(', ');
  expect(widths).toHaveLength(2);
  expect(training).toContain(`WIDTHS = (${asPython})\n`);
});
