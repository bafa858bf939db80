import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { isBuilt, startBuiltService } from '../main/built-service.ts';

const [, commands = ''] = [
  ...readFileSync(shipped('docs', 'remote-technologies.md'), 'utf8').matchAll(/^```sh\n([\s\S]*?)^```/gm),
].map(([, block = '']) => block);

it.skipIf(!isBuilt)('leads from a server to a technology, command by command', async () => {
  const { url } = await startBuiltService({ SCANBENCH_WORKERS: '1' });
  const folder = await temporaryFolder();
  await symlink(shipped('models'), path.join(folder, 'models'));
  // The comparison takes a minute, and is that of the page on bringing a model.
  const quick = commands.replaceAll('127.0.0.1:8000', new URL(url).host).replace(/^npx scanbench bench.*\n/m, '');
  const script = `set -e\nnpx() { shift; "$NODE" "$CLI" "$@"; }\n${quick}`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE: process.execPath, CLI: shipped('dist', 'src', 'cli.js') },
  });
  expect(status, `${stdout}\n${stderr}`).toBe(0);
  expect(stdout).toMatch(/far-contrast@remote-http +ready/);
});
