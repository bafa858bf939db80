import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { synthCommand } from '../../../src/commands/synth.ts';
import { SIMULATOR_VERSION } from '../../../src/simulator/simulate-scan.ts';
import { hearStreams } from '../../fixtures/hear-streams.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

beforeEach(() => {
  process.exitCode = 0;
});
afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
});

const PART = { split: 'test', count: 2, cargo: 'empty', vehicleShare: 0 } as const;
/** Empty containers alone, so that scans of both parts want the same folders as the set grows. */
const PARTS = [
  { ...PART, scanner: 'gate-6-4-compact', firstSeed: 40, threatShare: 1 },
  { ...PART, scanner: 'mobile-4-display', firstSeed: 50, threatShare: 0 },
];

async function synth(...options: readonly string[]): Promise<string> {
  const written = hearStreams();
  await synthCommand().exitOverride().parseAsync(options, { from: 'user' });
  return written();
}

async function writeRecipe(parts: readonly unknown[], more = {}): Promise<string> {
  const file = path.join(await temporaryFolder(), 'recipe.json');
  await writeFile(file, JSON.stringify({ simulator: 'scanbench', version: SIMULATOR_VERSION, parts, ...more }));
  return file;
}

const make = (recipe: string, folder: string, ...options: readonly string[]) =>
  synth('--recipe', recipe, '--jobs', '1', '--out', folder, ...options);
const textOf = (folder: string, file: string) => readFile(path.join(folder, file), 'utf8');
const filesOf = async (folder: string) => (await readdir(folder, { recursive: true })).toSorted();

describe('a set that grows', () => {
  let limited: string;
  let whole: string;
  let planesSha256: string;
  beforeAll(async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'scanbench-grow-'));
    [limited, whole] = [path.join(folder, 'limited'), path.join(folder, 'whole')];
    const recipe = path.join(folder, 'recipe.json');
    await writeFile(recipe, JSON.stringify({ simulator: 'scanbench', version: SIMULATOR_VERSION, parts: PARTS }));
    await make(recipe, limited, '--limit', '1');
    planesSha256 = JSON.parse(await make(recipe, whole, '--json')).planesSha256;
    return () => rm(folder, { recursive: true });
  });
  const copyOf = async (set: string) => {
    const folder = path.join(await temporaryFolder(), 'set');
    await cp(set, folder, { recursive: true });
    return folder;
  };

  it('comes to the files and the bytes of one that was made in one go, and to its hash', async () => {
    const folder = await copyOf(limited);
    const recipe = await writeRecipe(PARTS, { planesSha256 });
    expect(await make(recipe, folder, '--resume')).toContain(`all planes: ${planesSha256}`);
    expect(process.exitCode).toBe(0);
    expect(await filesOf(folder)).toEqual(await filesOf(whole));
    for (const file of await filesOf(whole)) {
      if (!/\.(?:png|jpg|jsonl)$/.test(file)) continue;
      expect(await readFile(path.join(folder, file)), file).toEqual(await readFile(path.join(whole, file)));
    }
    expect(JSON.parse(await textOf(folder, 'recipe.json'))).toEqual(JSON.parse(await readFile(recipe, 'utf8')));
    expect(JSON.parse(await synth('--verify', folder, '--json'))).toMatchObject({
      samples: 4,
      planesSha256,
      faults: [],
    });
  });

  it('keeps what is there: its pictures are not simulated again', async () => {
    const folder = await copyOf(limited);
    await writeFile(path.join(folder, '001-empty', 'side.high.jpg'), 'mine');
    await make(await writeRecipe(PARTS), folder, '--resume');
    expect(await textOf(folder, '002-empty/side.high.jpg')).toBe('mine');
  });

  it('goes on where it was broken off amid a line, and clears away a scan without one', async () => {
    const folder = await copyOf(whole);
    const lines = (await textOf(whole, 'samples.jsonl')).split('\n');
    await writeFile(path.join(folder, 'samples.jsonl'), [lines[2], lines[0], lines[1]?.slice(0, 40)].join('\n'));
    await mkdir(path.join(folder, '007-drums'));
    await writeFile(path.join(folder, '2023-notes'), 'keep');
    await make(await writeRecipe(PARTS), folder, '--resume');
    expect(await filesOf(folder)).toEqual([...(await filesOf(whole)), '2023-notes'].toSorted());
    expect(await textOf(folder, 'samples.jsonl')).toBe(lines.join('\n'));
  });

  it('makes a scan again whose pictures are gone', async () => {
    const folder = await copyOf(whole);
    await rm(path.join(folder, '000-empty'), { recursive: true });
    await make(await writeRecipe(PARTS), folder, '--resume');
    expect(await filesOf(folder)).toEqual(await filesOf(whole));
    expect(await textOf(folder, 'samples.jsonl')).toBe(await textOf(whole, 'samples.jsonl'));
  });

  it.each([
    ['a smaller limit', PARTS, ['--limit', '1'], /2 scans of part 1, and now 1 is asked for.*--limit/],
    [
      'another scanner',
      [{ ...PARTS[0], scanner: 'gate-6-4' }, PARTS[1]],
      [],
      /part 1 has scanner gate-6-4-compact, not gate-6-4/,
    ],
    ['another first seed', [PARTS[0], { ...PARTS[1], firstSeed: 60 }], [], /part 2 has firstSeed 50, not 60/],
    ['another part', [...PARTS, { ...PARTS[0], firstSeed: 90 }], [], /it has 2 parts, not 3/],
  ])('refuses %s and stays as it is', async (_, parts, options, message) => {
    const folder = await copyOf(whole);
    expect(await make(await writeRecipe(parts), folder, '--resume', ...options)).toMatch(message);
    expect(process.exitCode).toBe(2);
    expect(await textOf(folder, 'recipe.json')).toBe(await textOf(whole, 'recipe.json'));
    expect(await textOf(folder, 'samples.jsonl')).toBe(await textOf(whole, 'samples.jsonl'));
  });

  it('refuses lines that are no scans of its recipe, and says how to go on where one cannot be read', async () => {
    const folder = await copyOf(whole);
    const lines = (await textOf(whole, 'samples.jsonl')).split('\n');
    const other = lines[1]?.replace('"seed":41', '"seed":4100') ?? '';
    await writeFile(path.join(folder, 'samples.jsonl'), [lines[0], other, ''].join('\n'));
    expect(await make(await writeRecipe(PARTS), folder, '--resume')).toMatch(/001-empty is no scan of recipe.json/);
    await writeFile(path.join(folder, 'samples.jsonl'), [lines[0], '{', ''].join('\n'));
    expect(await make(await writeRecipe(PARTS), folder, '--resume')).toMatch(
      /line 2: not valid JSON.*Take the line out/,
    );
  });

  it('keeps the hash of a recipe that a limit does not touch, and drops it from one that it does', async () => {
    const recipe = await writeRecipe(PARTS, { planesSha256: '0'.repeat(64) });
    expect(await make(recipe, await copyOf(whole), '--resume', '--limit', '2')).toMatch(
      /come to .* its recipe lists 0/,
    );
    expect(process.exitCode).toBe(1);
    process.exitCode = 0;
    await make(recipe, await copyOf(limited), '--resume', '--limit', '1');
    expect(process.exitCode).toBe(0);
  });

  it('is verified against the hash of its recipe: other planes, and scans that are missing', async () => {
    const folder = await copyOf(whole);
    const recipe = JSON.parse(await textOf(whole, 'recipe.json'));
    await writeFile(path.join(folder, 'recipe.json'), JSON.stringify({ ...recipe, planesSha256: '0'.repeat(64) }));
    expect(await synth('--verify', folder)).toMatch(/its recipe lists 0{64}.*take planesSha256 out/);
    expect(process.exitCode).toBe(1);
    const [first] = (await textOf(whole, 'samples.jsonl')).split('\n');
    await writeFile(path.join(folder, 'samples.jsonl'), `${first}\n`);
    expect(await synth('--verify', folder)).toMatch(/1 of 4 scans.*--resume/);
  });

  it('is verified to the end where a picture cannot be read', async () => {
    const folder = await copyOf(whole);
    await writeFile(path.join(folder, '000-empty', 'side.low.png'), '');
    await rm(path.join(folder, '001-empty', 'side.low.png'));
    const { faults } = JSON.parse((await synth('--verify', folder, '--json')).split('\n')[0] ?? '');
    expect(faults).toHaveLength(2);
  });
});

it('grows by --count: the first scene of a seed does not depend on how many there are', async () => {
  const small = [
    '--seed',
    '3',
    '--scanner',
    'gate-6-4-compact',
    '--vehicle-share',
    '0',
    '--cargo',
    'empty',
    '--jobs',
    '1',
  ];
  const folder = path.join(await temporaryFolder(), 'set');
  await synth('--count', '1', ...small, '--out', folder);
  const [first] = (await textOf(folder, 'samples.jsonl')).split('\n');
  await synth('--count', '2', ...small, '--out', folder, '--resume');
  const lines = (await textOf(folder, 'samples.jsonl')).trim().split('\n');
  expect([lines.length, lines[0]]).toEqual([2, first]);
});
