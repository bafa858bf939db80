import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sharp } from '../../src/formats/sharp.ts';
import { shipped } from '../../src/installation.ts';
import { writePlainPng } from './plain-png.ts';

const COMPILED = shipped('dist', 'src', 'formats', 'sharp.js');

/** Starts a thread that loads sharp as every thread that screens does, and waits for its end. */
async function endOfThread(): Promise<number> {
  const worker = new Worker(`import(${JSON.stringify(COMPILED)}).then(() => process.exit(0))`, { eval: true });
  const [code]: number[] = await once(worker, 'exit');
  return code ?? -1;
}

describe.skipIf(!existsSync(COMPILED))('the limits of loaders, which hold for the process', () => {
  it('are left as they are by a thread that starts: while they are set anew, no other thread can read a picture', async () => {
    const loader = { operation: ['VipsForeignLoadPngBuffer'] };
    const png = writePlainPng({ widthPx: 8, heightPx: 8, bits: 8, colourType: 0, rows: new Uint8Array(64) });
    const read = () => sharp(png).raw().toBuffer();
    await expect(read()).resolves.toBeInstanceOf(Buffer);

    sharp.block(loader);
    onTestFinished(() => {
      sharp.unblock(loader);
    });
    await expect(read()).rejects.toThrow();
    expect(await endOfThread()).toBe(0);
    await expect(read()).rejects.toThrow();
  });
});
