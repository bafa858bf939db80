import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { benchCommand } from '../../../src/commands/bench.ts';
import { shipped } from '../../../src/installation.ts';
import { hearStreams } from '../../fixtures/hear-streams.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { createNullModels } from '../../workers/null-models.ts';

// Ctrl-C is pressed as soon as it ends a performance run after its round.
vi.mock('../../../src/commands/command-line/when-ending.ts', async (original) => ({
  ...(await original<object>()),
  onInterrupt: (act: () => void) => {
    act();
    return () => {};
  },
}));

afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
});

const SMOKE = shipped('samples', 'smoke');

/** A set of two scans, of which one has no pictures. */
async function halfSet(): Promise<string> {
  const folder = await temporaryFolder();
  const lines = (await readFile(path.join(SMOKE, 'samples.jsonl'), 'utf8')).split('\n').slice(0, 2);
  await writeFile(path.join(folder, 'samples.jsonl'), lines.join('\n'));
  await cp(path.join(SMOKE, '000-empty'), path.join(folder, '000-empty'), { recursive: true });
  return folder;
}

async function bench(...options: readonly string[]): Promise<string> {
  const written = hearStreams();
  const models = await createNullModels(['one']);
  const plan = shipped('bench', 'plans', 'first-look.json');
  await benchCommand().parseAsync(['--plan', plan, '--models', models, ...options], { from: 'user' });
  return written();
}

it('names a set that was broken off while it was made, before it is measured', async () => {
  const set = await halfSet();
  await writeFile(path.join(set, 'tip.part'), 'digest\n');
  expect(await bench('--samples', set, '--dry-run')).toContain(
    `${set} is not finished: it has 2 scans so far. Go on with it with scanbench tip --resume.`,
  );
});

it('names the scans that cannot be read where Ctrl-C ended the performance run, too, and in the report a set that is no whole one', async () => {
  const [set, out] = [await halfSet(), path.join(await temporaryFolder(), 'report')];
  await writeFile(path.join(set, 'tip.part'), 'digest\n');
  const said = await bench('--samples', set, '--out', out);
  const { warnings } = JSON.parse(await readFile(path.join(out, 'report.json'), 'utf8'));
  expect(warnings).toContain(
    `${set} is not finished: it has 2 scans so far. Go on with it with scanbench tip --resume.`,
  );
  expect(said).toContain('The plan was not carried out to its end');
  expect(said).toContain('1 of 2 scans cannot be read and is in no number. Mend the set and run this anew:');
  expect(process.exitCode).toBe(1);
}, 180_000);
