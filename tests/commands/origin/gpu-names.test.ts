import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gpuNames } from '../../../src/commands/origin/gpu-names.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scanbench-gpus-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function tool(script: string): Promise<string> {
  const file = join(folder, `tool-${Math.random()}`);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

it('names each GPU with its driver', async () => {
  const command = await tool('printf "NVIDIA A, 550.54\\nNVIDIA B, 550.54\\n"');
  expect(gpuNames(command)).toEqual(['NVIDIA A, driver 550.54', 'NVIDIA B, driver 550.54']);
});

it('names none where the tool is not there or fails', async () => {
  expect(gpuNames(join(folder, 'no-tool'))).toEqual([]);
  expect(gpuNames(await tool('echo "No devices were found"; exit 6'))).toEqual([]);
});
