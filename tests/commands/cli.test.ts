import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

function scanbench(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [shipped('dist', 'src', 'cli.js'), ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** Its standard output into a file, or what Linux has for one. */
function scanbenchTo(file: string, env: NodeJS.ProcessEnv, ...args: readonly string[]) {
  const output = openSync(file, 'w');
  try {
    const { status, stderr } = spawnSync(process.execPath, [shipped('dist', 'src', 'cli.js'), ...args], {
      ...{ encoding: 'utf8', env },
      stdio: ['ignore', output, 'pipe'],
    });
    return { status, stderr };
  } finally {
    closeSync(output);
  }
}

it.each([
  [[]],
  [['frobnicate']],
  [['screen']],
  [['screen', 'x.png', '--frobnicate']],
  [['synth']],
  [['compare', 'one.json']],
  [['merge', 'one.json']],
  [['export', '--out', 'x.tar', '--from', '2026-02-30']],
  [['models', 'add', 'x.onnx', '--normalize', 'so']],
])('ends with 2 on wrong usage and shows how to call it: %j', (args) => {
  const { status, stderr } = scanbench(...args);
  expect(status).toBe(2);
  expect(stderr).toMatch(/Usage|--help/);
});

it.each([
  [['evaluate', '--samples', 'x', '--scanner', ''], "'--scanner <name...>'"],
  [['evaluate', '--samples', 'x', '--out', ''], "'-o, --out <dir>'"],
  [['screen', 'x.png', ' '], "'file'"],
  [['compare', 'one.json', ''], "'second'"],
  [['models', 'list', '--models', ''], "'--models <dir>'"],
])('refuses what was given and is empty: %j', (args, name) => {
  const { status, stderr } = scanbench(...args);
  expect(status).toBe(2);
  expect(stderr).toContain(`error: ${name} is empty, as a variable makes it that is not set: give it a value.\n`);
});

it.each([
  [['help', 'synt'], /unknown command 'synt'\n\(Did you mean synth\?\)/],
  [['help', 'frobnicate'], /unknown command 'frobnicate'\n\(scanbench has serve, .*webhooks, help\)/],
  [['help', 'models', 'verfy'], /unknown command 'verfy'\n\(Did you mean verify\?\)/],
  [['models', 'help', 'frobnicate'], /\(models has add, list, verify, card, help\)/],
  [['help', 'synth', 'add'], /\(synth has no commands of its own\)/],
])('names the command that cannot be explained, and ends with 2: %j', (args, said) => {
  const { status, stdout, stderr } = scanbench(...args);
  expect([status, stdout], stderr).toEqual([2, '']);
  expect(stderr).toMatch(said);
});

it('explains a command of a command, and says which options it cannot do without', () => {
  expect(scanbench('help', 'models', 'add').stdout).toMatch(/^Usage: scanbench models add /);
  const { status, stdout } = scanbench('help', 'calibrate');
  expect(status).toBe(0);
  expect(stdout).toMatch(/--pfa <limit> .* \(required\)\n/);
  expect(stdout.match(/\(required\)/g)).toHaveLength(2);
});

const NOWHERE = shipped('samples', 'nowhere');
const REPORTLESS = shipped('package.json');

it.each([
  [['evaluate', '--samples', NOWHERE]],
  [['evaluate', '--samples', shipped('samples', 'smoke'), '--technology', 'nobody']],
  [['bench', '--plan', NOWHERE]],
  [['bench', '--samples', NOWHERE]],
  [['bench', '--dry-run', '--samples', NOWHERE]],
  [['bench', '--dry-run', '--technology', 'local-contrast', '--out', REPORTLESS]],
  [['bench', '--tune', '--technology', 'local-contrast', '--samples', NOWHERE]],
  [['calibrate', '--benign', NOWHERE, '--technology', 'local-contrast', '--pfa', '0.1']],
  [['compare', NOWHERE, NOWHERE]],
  [['compare', REPORTLESS, REPORTLESS]],
  [['merge', `a=${NOWHERE}`, `b=${NOWHERE}`]],
  [['merge', `a=${REPORTLESS}`, `b=${REPORTLESS}`]],
  [['models', 'list', '--models', NOWHERE]],
  [['models', 'verify', '--models', NOWHERE]],
  [['models', 'add', `${NOWHERE}.onnx`]],
  [['screen', 'x.png', '--technology', 'nobody']],
  [['synth', '--verify', NOWHERE]],
  [['import', NOWHERE]],
  [['import', shipped('samples')]],
  [['inspections', 'import', NOWHERE]],
  [['import', shipped('package.json', 'pilot.tar')]],
])('ends with 2 and a sentence where what is named is not there, or is something else: %j', (args) => {
  const { status, stdout, stderr } = scanbench(...args);
  expect([status, stdout], stderr).toEqual([2, '']);
  expect(stderr).toMatch(/^scanbench: .*\.\n$/);
});

it.each([
  'serve',
  'screen',
  'synth',
  'tip',
  'calibrate',
  'evaluate',
  'bench',
  'compare',
  'merge',
  'models',
  'models add',
  'inspections import',
  'keys',
  'audit verify',
  'retention run',
  'export',
  'import',
  'webhooks',
])('%s --help teaches in lines of 120 characters at most, and ends with 0', (command) => {
  const { status, stdout } = scanbench(...command.split(' '), '--help');
  expect(status).toBe(0);
  expect(stdout).toContain(`Usage: scanbench ${command} `);
  // A default may be a path of any length.
  expect(stdout.split('\n').filter((line) => line.length > 120 && !line.includes(shipped('.')))).toEqual([]);
});

it.each([
  [['bench', '--samples', shipped('samples', 'smoke')]],
  [['bench', '--tune', '--technology', 'local-contrast']],
  [['evaluate', '--samples', shipped('samples', 'smoke')]],
  [['screen', shipped('docs', 'pictures', 'console.png')]],
])('ends with 2 and a sentence where nothing can be written, before any work is lost: %j', (args) => {
  const { status, stdout, stderr } = scanbench(...args, '--out', shipped('package.json', 'out'));
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^scanbench: .* cannot be written to \(.*\): name another folder with --out\.\n$/);
});

it.each([[['bench', '--help']], [['models', 'list']]])(
  'ends quietly where nobody reads what it says: %j',
  async (args) => {
    const child = spawn(process.execPath, [shipped('dist', 'src', 'cli.js'), ...args]);
    child.stdout.destroy();
    const complaints: string[] = [];
    child.stderr.on('data', (text) => complaints.push(String(text)));
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(complaints.join('')).toBe('');
  },
);

it.skipIf(!existsSync('/dev/full')).each([[['--help']], [['help', 'bench']], [['models', 'list']]])(
  'ends with 1 and one sentence where what it says cannot be written: %j',
  (args) => {
    const { status, stderr } = scanbenchTo('/dev/full', process.env, ...args);
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^scanbench: what it says cannot be written .*ENOSPC.*\n$/),
    ]);
  },
);

it.skipIf(!existsSync('/dev/full'))('names the key whose secret could not be shown, to be revoked', async () => {
  const env = { ...process.env, SCANBENCH_DATA_DIR: await temporaryFolder() };
  const { status, stderr } = scanbenchTo(
    '/dev/full',
    env,
    'keys',
    'create',
    '--name',
    'gate 1',
    '--scope',
    'scan:read',
  );
  expect(status).toBe(1);
  const [, id] = /scanbench keys revoke ([0-9a-f]{16})\b/.exec(stderr) ?? [];
  const listed = spawnSync(process.execPath, [shipped('dist', 'src', 'cli.js'), 'keys', 'list', '--json'], { env });
  expect(JSON.parse(listed.stdout.toString())).toMatchObject([{ id, state: 'in force' }]);
});

it('screens a shipped sample and prints the answer for machines', () => {
  const files = ['high', 'low'].map((energy) => shipped('samples', 'smoke', '000-empty', `side.${energy}.png`));
  const { status, stdout } = scanbench('screen', ...files, '--json');
  expect(status).toBe(0);
  const [scan]: unknown[] = JSON.parse(stdout);
  expect(scan).toMatchObject({
    views: [{ name: 'side', bitDepth: 16, energies: ['high', 'low'] }],
    screenings: expect.arrayContaining([
      expect.objectContaining({ technology: 'local-contrast@onnx-cpu' }),
      expect.objectContaining({ technology: 'pattern-break@onnx-cpu' }),
    ]),
  });
});

it('tells what it has screened where that cannot be written, and then why', async () => {
  const folder = await temporaryFolder();
  mkdirSync(join(folder, 'console.json'));
  const picture = shipped('docs', 'pictures', 'console.png');
  const { status, stdout, stderr } = scanbench('screen', picture, '-t', 'local-contrast', '--out', folder);
  expect(status).toBe(1);
  expect(stdout).toMatch(/console +local-contrast@/);
  expect(stderr).toContain('move the folder of that name away');
});

it('ends with 1 and names the file that cannot be read, after screening the others', () => {
  const { status, stdout } = scanbench('screen', shipped('LICENSE'), shipped('docs', 'pictures', 'console.png'));
  expect(status).toBe(1);
  expect(stdout).toContain('unreadable-scan');
  expect(stdout).toContain('local-contrast@onnx-cpu');
});

it.each([
  [[NOWHERE], 'there is no such file'],
  [[shipped('samples')], 'it is a folder; name the pictures in it'],
  [[NOWHERE, shipped('samples')], 'there is no such file'],
])('ends with 2 where nothing that screen names is a file: %j', (paths, why) => {
  const { status, stdout, stderr } = scanbench('screen', ...paths);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(why);
});

it('says why files are missing that stand behind an option of several values', () => {
  const { status, stderr } = scanbench('screen', '--technology', 'local-contrast', shipped('LICENSE'));
  expect(status).toBe(2);
  expect(stderr).toContain('files come first: --technology takes all that follows it');
  expect(scanbench('evaluate').stderr).toContain('(--help shows what it takes)');
});

it('exports no period that ends before it begins', () => {
  const { status, stderr } = scanbench('export', '--out', 'never.tar', '--from', '2026-03-02', '--to', '2026-03-01');
  expect(status).toBe(2);
  expect(stderr).toContain('--from must not be later than --to');
});

it('verifies the shipped models', () => {
  const { status, stdout } = scanbench('models', 'verify', '--json');
  const models: { readonly state: string }[] = JSON.parse(stdout);
  expect(models.length).toBeGreaterThanOrEqual(2);
  expect(models.every(({ state }) => state === 'ready')).toBe(true);
  expect(status).toBe(0);
});
