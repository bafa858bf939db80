import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, vi } from 'vitest';
import { modelsCommand } from '../../../src/commands/models.ts';
import type { Manifest } from '../../../src/inference/model/manifest.ts';
import { readModel } from '../../../src/inference/model/model-folder.ts';
import { hearStreams } from '../../fixtures/hear-streams.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../fixtures/value-from.ts';

/** Where the models of a test lie, in `models`, with whatever it puts beside them. */
export let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
});

/** Runs a command of `scanbench models`, in that folder unless told another; what it wrote to both streams. */
export async function models(command: 'add' | 'list', ...options: readonly string[]): Promise<string> {
  const written = hearStreams();
  await modelsCommand().parseAsync([command, '--models', path.join(folder, 'models'), ...options], { from: 'user' });
  vi.restoreAllMocks();
  return written();
}

/** Adds a file of these bytes, called `Some model.onnx`. */
export async function add(bytes: Uint8Array, ...options: readonly string[]): Promise<string> {
  const file = path.join(folder, 'Some model.onnx');
  await writeFile(file, bytes);
  return models('add', file, ...options);
}

/** What a process said, and its exit code. */
export async function endOf(child: ChildProcessWithoutNullStreams) {
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { said, code };
}

/** The manifest of a model that was added. */
export async function added(id = 'some-model'): Promise<Manifest> {
  return valueFrom(await readModel(path.join(folder, 'models', id))).manifest;
}
