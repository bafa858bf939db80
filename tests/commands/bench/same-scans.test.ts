import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTimedKeys } from '../../../src/commands/bench/same-scans.ts';
import { findScans } from '../../../src/commands/samples/find-scans.ts';
import { encodeGreyPng } from '../../../src/formats/encode-png.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

const WIDTH_PX = 64;
const HEIGHT_PX = 32;

describe('the scans that are timed', () => {
  it('are none that the accuracy run cannot screen: neither unreadable ones nor those whose mask does not fit', async () => {
    const folder = await setOf({ fits: WIDTH_PX, torn: WIDTH_PX, cropped: 10 });
    await writeFile(path.join(folder, 'test/gun/torn.png'), 'no picture');
    const sources = valueFrom(await findScans({ folders: [folder] }));
    const timed = sources.map(({ name }) => name);
    const known = valueFrom(await readTimedKeys(sources, timed));
    expect(known.map(({ scan }) => scan)).toEqual([`${folder}: test-gun-fits`]);
  });

  it('cannot be told where none fits, with the reason of the first', async () => {
    const folder = await setOf({ cropped: 10 });
    const sources = valueFrom(await findScans({ folders: [folder] }));
    const timed = sources.map(({ name }) => name);
    expect(failureOf(await readTimedKeys(sources, timed))).toMatch(
      /test-gun-cropped: its mask of side has 10×32 pixels/,
    );
  });
});

/** A folder in the layout of MVTec AD with a threat of each name, its mask so wide. */
async function setOf(maskWidths: Readonly<Record<string, number>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, maskWidthPx] of Object.entries(maskWidths)) {
    await writeGrey(path.join(folder, 'test/gun', `${name}.png`), WIDTH_PX);
    await writeGrey(path.join(folder, 'ground_truth/gun', `${name}_mask.png`), maskWidthPx);
  }
  return folder;
}

async function writeGrey(file: string, widthPx: number): Promise<void> {
  const samples = new Uint8Array(widthPx * HEIGHT_PX).fill(200);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, await encodeGreyPng({ widthPx, heightPx: HEIGHT_PX, bitDepth: 8, samples }));
}
