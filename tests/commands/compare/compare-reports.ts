import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import { compareCommand } from '../../../src/commands/compare.ts';
import { hearStreams } from '../../fixtures/hear-streams.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
});

async function written(name: string, report: object): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, JSON.stringify(report));
  return file;
}

/** Compares two reports; what was said, and the exit code. */
export async function compare(first: object, second: object, ...options: readonly string[]) {
  const files = [await written('first.json', first), await written('second.json', second)];
  const heard = hearStreams();
  await compareCommand().parseAsync([...files, ...options], { from: 'user' });
  const said = heard();
  const { exitCode } = process;
  vi.restoreAllMocks();
  process.exitCode = 0;
  return { said, exitCode: exitCode ?? 0 };
}
