import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { BUILT_MODELS } from '../../models/build.ts';
import { checkManifest } from '../../src/inference/model/check-manifest.ts';
import { describeFile, WEIGHTS_FILE } from '../../src/inference/model/describe-file.ts';
import { type AttenuationModel, loadAttenuationModel } from './attenuation-model.ts';
import { addBlob, emptyScene, periodicScene } from './attenuation-scenes.ts';

describe.each(Object.entries(BUILT_MODELS))('%s', (id, writeGraph) => {
  const folder = path.join(import.meta.dirname, '../../models', id);
  let model: AttenuationModel;

  beforeAll(async () => {
    model = await loadAttenuationModel(writeGraph());
  });

  it('is written with the same bytes each time, and those are the committed weights', async () => {
    const bytes = writeGraph();
    expect(writeGraph()).toEqual(bytes);
    expect(new Uint8Array(await readFile(path.join(folder, 'model.onnx')))).toEqual(bytes);
  });

  it('has a valid manifest that lists these weights, and a card', async () => {
    const manifest = checkManifest(JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')));
    expect(manifest).toMatchObject({ ok: true, value: { id, files: [describeFile(WEIGHTS_FILE, writeGraph())] } });
    expect(await readFile(path.join(folder, 'card.md'), 'utf8')).toMatch(/^# /);
  });

  it('answers with an eighth of the resolution in [0, 1), at any multiple of 32', async () => {
    for (const [widthPx, heightPx] of [
      [32, 32],
      [64, 1216],
      [96, 96],
      [1024, 512],
    ] as const) {
      const map = await model.run(addBlob(periodicScene(widthPx, heightPx), { x: widthPx / 2, y: heightPx / 2 }));
      expect([map.widthCells, map.heightCells]).toEqual([widthPx / 8, heightPx / 8]);
      expect(Math.min(...map.scores)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...map.scores)).toBeLessThan(1);
    }
  });

  it('scores a black and an open-beam picture low everywhere', async () => {
    for (const attenuation of [0, 11.1]) {
      const scene = emptyScene(1024, 512, { noise: 0 });
      const map = await model.run({ ...scene, attenuation: scene.attenuation.fill(attenuation) });
      expect(Math.max(...map.scores)).toBeLessThan(0.05);
    }
  });

  it.each([
    ['noise', emptyScene],
    ['a periodic pattern', periodicScene],
  ] as const)('scores highest where a bag was put into %s, and low without it', async (_name, scene) => {
    const place = { x: 700, y: 300 };
    const withBag = await model.run(addBlob(scene(1024, 512), place));
    const without = await model.run(scene(1024, 512));
    const peak = withBag.scores.indexOf(Math.max(...withBag.scores));
    const [peakX, peakY] = [8 * (peak % withBag.widthCells), 8 * Math.floor(peak / withBag.widthCells)];
    expect(Math.abs(peakX - place.x)).toBeLessThanOrEqual(64);
    expect(Math.abs(peakY - place.y)).toBeLessThanOrEqual(48);
    expect(Math.max(...withBag.scores)).toBeGreaterThan(1.5 * Math.max(...without.scores));
  });
});
