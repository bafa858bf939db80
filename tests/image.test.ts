import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMIT_OF_IMAGE } from '../src/commands/origin/commit.ts';
import { shipped } from '../src/installation.ts';
import { temporaryFolder } from './fixtures/temporary-folder.ts';

const recipe = readFileSync(shipped('Dockerfile'), 'utf8');

/** What the first match of a pattern holds; the whole recipe is the message where there is none. */
function found(pattern: RegExp): string {
  const [, group] = pattern.exec(recipe) ?? [];
  expect(group, recipe).toBeDefined();
  return group ?? '';
}

const ignored = readFileSync(shipped('.dockerignore'), 'utf8').trim().split('\n');

/** Whether a file, relative to the project, is in what an image is built from. */
function isSent(file: string): boolean {
  if (ignored.includes(`!${file}`)) return true;
  return !ignored.some((line) => (line.endsWith('/*') ? `${path.dirname(file)}/*` : file) === line);
}

describe("the image's recipe", () => {
  it('copies all that the build reads', async () => {
    const folder = await temporaryFolder();
    await symlink(shipped('node_modules'), path.join(folder, 'node_modules'));
    const stage = found(/ AS build\n([\s\S]*?)\nFROM /);
    for (const [, sources = ''] of stage.matchAll(/^COPY (.+) \S+$/gm)) {
      for (const source of sources.split(' ')) {
        await cp(shipped(source), path.join(folder, source), {
          recursive: true,
          filter: (from) => isSent(path.relative(shipped(), from)),
        });
      }
    }
    const built = spawnSync('npm', ['run', 'build'], { cwd: folder, encoding: 'utf8' });
    expect(built.stderr).not.toContain('Error');
    expect(built.status, built.stdout).toBe(0);
  });

  it('fetches the binary of every dependency that has it from a script', () => {
    const { dependencies, allowScripts } = JSON.parse(readFileSync(shipped('package.json'), 'utf8'));
    const native = Object.keys(allowScripts).filter((name) => allowScripts[name] && name in dependencies);
    expect(native).not.toEqual([]);
    const stage = found(/ AS dependencies\n([\s\S]*?)\nFROM /);
    for (const name of native) expect(stage).toContain(`npm rebuild ${name}`);
  });

  it('gives the data folder to the user who serves, before it becomes a volume', () => {
    const folder = found(/SCANBENCH_DATA_DIR=(\S+)/);
    const user = found(/^USER (\d+)$/m);
    const made = recipe.indexOf(`RUN install -d -o ${user} -g ${user} ${folder}\n`);
    expect(made).toBeGreaterThan(0);
    expect(recipe.indexOf(`VOLUME ${folder}\n`)).toBeGreaterThan(made);
  });

  it.each([
    [{}, 'http://127.0.0.1:8080/readyz'],
    [{ SCANBENCH_PORT: '', SCANBENCH_TLS_CERT_FILE: '' }, 'http://127.0.0.1:8080/readyz'],
    [{ SCANBENCH_PORT: '9000', SCANBENCH_TLS_CERT_FILE: 'cert.pem' }, 'https://127.0.0.1:9000/readyz'],
  ])('asks where the service listens whether it is healthy, with %o', (settings, address) => {
    const [node = '', ...args]: string[] = JSON.parse(found(/^HEALTHCHECK [^\n]*\\\n {2}CMD (\[.*\])$/m));
    const told = 'data:text/javascript,globalThis.fetch=async(url)=>{console.log(url);return{ok:true}}';
    const env = { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1', ...settings };
    const asked = spawnSync(node, ['--import', told, ...args], { env, encoding: 'utf8' });
    expect(asked).toMatchObject({ status: 0, stdout: `${address}\n` });
  });

  it('writes down the commit that reports name', () => {
    expect(found(/^ARG COMMIT=""\n(?:.+\n)*?RUN echo "\$COMMIT" > (\S+)$/m)).toBe(COMMIT_OF_IMAGE);
  });
});
