import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { anomalibModel } from '../commands/models/foreign-models.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const blocks = [...readFileSync(shipped('docs', 'bring-your-own.md'), 'utf8').matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(
  ([, commands = '']) => commands,
);

/** The page is read in a clone, after `npm ci`: there `npx scanbench` is this installation. */
const PRELUDE = 'set -e\nnpx() { shift; "$NODE" "$CLI" "$@"; }\n';

/** Runs commands of the page in a folder, and fails with all that they said where one of them fails. */
function runBlock(commands: string, folder: string): string {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `${PRELUDE}${commands}`], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE: process.execPath, CLI: shipped('dist', 'src', 'cli.js') },
  });
  expect(status, `${commands}\n${stdout}\n${stderr}`).toBe(0);
  return stdout;
}

/** A folder with what a clone has that the page names, and a model. */
async function cloneWithModel(): Promise<string> {
  const folder = await temporaryFolder();
  for (const part of ['models', 'samples', 'bench']) await symlink(shipped(part), path.join(folder, part));
  await writeFile(path.join(folder, 'my-model.onnx'), anomalibModel(null, 256));
  return folder;
}

it('leads from an .onnx file to a report, command by command', async () => {
  const folder = await cloneWithModel();
  const [adding = '', calibrating = '', evaluating = '', comparing = '', ...others] = blocks;
  expect(others).toEqual([]);
  expect(runBlock(adding, folder)).toMatch(/my-model .*not calibrated/);
  expect(runBlock(calibrating, folder)).toContain('my-model, operating point "default": threshold');
  runBlock(evaluating, folder);
  expect(await readFile(path.join(folder, 'evaluated/evaluation.md'), 'utf8')).toContain('my-model@onnx-cpu');
  expect(runBlock(comparing, folder)).toContain('my-model@onnx-cpu beside local-contrast@onnx-cpu: ');
  const report = await readFile(path.join(folder, 'compared/report.md'), 'utf8');
  expect(report).toContain('# Comparison: first-look');
  expect(report).not.toContain('not calibrated');
}, 300_000);
