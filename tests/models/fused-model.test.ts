import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { loadAttenuationModel, type MapOfScores } from './attenuation-model.ts';
import { type AttenuationScene, addBlob, periodicScene } from './attenuation-scenes.ts';

/** As models/training/fitting/fusion.py puts the two together: of 256 rows, and in cells of the map, 2 px. */
const FRAME = { roofPx: 16, floorPx: 40, postPx: 24 };
const ENLARGED = 2;
const DARKEST = 4;
const WEIGHT = 1.8;
const EXPONENT = 0.6;

it('scores no place of tip-unet-single lower than pattern-break, as it ships, says of it', async () => {
  const scene = addBlob(periodicScene(736, 256), { x: 420, y: 120 });
  const map = await loadShipped('tip-unet-single').then((model) => model.run(scene));
  const broken = await loadShipped('pattern-break').then((model) => model.run(enlargedInside(scene)));

  const said: number[] = [];
  const lacking: number[] = [];
  for (let row = 0; row < ENLARGED * broken.heightCells; row++) {
    for (let column = 0; column < ENLARGED * broken.widthCells; column++) {
      const score = between(broken, row, column);
      const odds = WEIGHT * (score / (1 - score)) ** EXPONENT;
      const [y, x] = [row + FRAME.roofPx / 2, column + FRAME.postPx / 2];
      const word = odds / (1 + odds);
      said.push(word);
      lacking.push(word - (map.scores[y * map.widthCells + x] ?? 0));
    }
  }
  expect([map.heightCells, map.widthCells]).toEqual([128, 368]);
  expect(Math.max(...said)).toBeGreaterThan(0.5);
  expect(Math.max(...lacking)).toBeLessThan(1e-5);
});

async function loadShipped(id: string): ReturnType<typeof loadAttenuationModel> {
  return loadAttenuationModel(await readFile(shipped('models', id, 'model.onnx')));
}

function enlargedInside({ widthPx, heightPx, attenuation }: AttenuationScene): AttenuationScene {
  const width = ENLARGED * (widthPx - 2 * FRAME.postPx);
  const height = ENLARGED * (heightPx - FRAME.roofPx - FRAME.floorPx);
  const inside = Float32Array.from({ length: width * height }, (_, i) => {
    const row = FRAME.roofPx + Math.floor(i / width / ENLARGED);
    const column = FRAME.postPx + Math.floor((i % width) / ENLARGED);
    return Math.min(attenuation[row * widthPx + column] ?? 0, DARKEST);
  });
  return { widthPx: width, heightPx: height, attenuation: inside };
}

// Of a map at twice its resolution, bilinearly: three quarters of a cell is its own, a quarter its neighbour's.
function between({ widthCells, heightCells, scores }: MapOfScores, row: number, column: number): number {
  const at = (y: number, x: number) => scores[y * widthCells + x] ?? 0;
  const [rows, columns] = [sides(row, heightCells), sides(column, widthCells)];
  const along = (y: number) => 0.75 * at(y, columns.own) + 0.25 * at(y, columns.next);
  return 0.75 * along(rows.own) + 0.25 * along(rows.next);
}

function sides(fine: number, count: number): { own: number; next: number } {
  const own = Math.floor(fine / 2);
  return { own, next: Math.min(count - 1, Math.max(0, own + (fine % 2 === 0 ? -1 : 1))) };
}
