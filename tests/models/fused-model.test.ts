import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { ELEMENT_TYPES, encodeModel } from '../../models/graph/onnx-messages.ts';
import { shipped } from '../../src/installation.ts';
import { loadAttenuationModel, type MapOfScores } from './attenuation-model.ts';
import { type AttenuationScene, addBlob, periodicScene } from './attenuation-scenes.ts';

/** As models/training/fitting/fusion.py puts the two together: of 256 rows, and in cells of the map, 2 px. */
const FRAME = { roofPx: 16, floorPx: 40, postPx: 24 };
const ENLARGED = 2;
const DARKEST = 4;
const GAIN = 8;
const EVEN = 1;

it('counts what the network of tip-unet-single says the more, the less pattern-break, as it ships, can explain', async () => {
  const scene = addBlob(periodicScene(736, 256), { x: 420, y: 120 });
  const model = await weightsOf('tip-unet-single');
  const shippedMap = await mapOf(model, scene);
  const network = await mapOf(Buffer.concat([model, anOutputMore('network-map')]), scene, 'network-map');
  const broken = await mapOf(await weightsOf('pattern-break'), enlargedInside(scene));

  const gains: number[] = [];
  const differences: number[] = [];
  for (let row = 0; row < shippedMap.heightCells; row++) {
    for (let column = 0; column < shippedMap.widthCells; column++) {
      const at = row * shippedMap.widthCells + column;
      const alone = oddsOf(network.scores[at] ?? 0);
      const gain = GAIN * oddsOf(insideOf(broken, row, column)) * Math.min(alone, EVEN);
      gains.push(gain / alone);
      differences.push(Math.abs((alone + gain) / (1 + alone + gain) - (shippedMap.scores[at] ?? 0)));
    }
  }
  expect([shippedMap.heightCells, shippedMap.widthCells]).toEqual([128, 368]);
  expect(Math.min(...gains)).toBe(0);
  expect(Math.max(...gains)).toBeGreaterThan(2);
  expect(Math.max(...differences)).toBeLessThan(1e-5);
});

async function weightsOf(id: string): Promise<Uint8Array> {
  return readFile(shipped('models', id, 'model.onnx'));
}

async function mapOf(model: Uint8Array, scene: AttenuationScene, output?: string): Promise<MapOfScores> {
  return (await loadAttenuationModel(model, output)).run(scene);
}

/** An ONNX file of nothing but an output more: what is written behind a file is, as protobuf has it, part of the same. */
function anOutputMore(name: string): Uint8Array {
  const dim = ['batch', 'channel', 'cells_down', 'cells_along'].map((dimParam) => ({ dimParam }));
  const output = [{ name, type: { tensorType: { elemType: ELEMENT_TYPES.float32, shape: { dim } } } }];
  const graph = { name: 'fused', docString: '', node: [], initializer: [], input: [], output };
  return encodeModel({ irVersion: 8, producerName: 'test', opsetImport: [], graph });
}

function oddsOf(score: number): number {
  return score / (1 - score);
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

/** The score of pattern-break at a cell of the map: none on the frame. */
function insideOf(broken: MapOfScores, row: number, column: number): number {
  const [y, x] = [row - FRAME.roofPx / 2, column - FRAME.postPx / 2];
  const isInside = y >= 0 && x >= 0 && y < ENLARGED * broken.heightCells && x < ENLARGED * broken.widthCells;
  return isInside ? between(broken, y, x) : 0;
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
