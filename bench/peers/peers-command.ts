import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { print } from '../../src/commands/command-line/print.ts';
import { errorMessage } from '../../src/domain/language/error-message.ts';
import { describeEnvironment, readEnvironment } from '../environment.ts';
import { compareServers } from './compare-servers.ts';
import { writePeerCase } from './peer-case.ts';
import { PEERS } from './peer-list.ts';
import { defaultCache } from './python-environment.ts';
import { serversTable } from './servers-table.ts';

interface PeersArguments {
  readonly peer: readonly string[];
  readonly rounds: number;
  readonly seconds: number;
  readonly cache: string;
  readonly json?: true;
}

const SERVER_CPU = '0';
const GENERATOR_CPU = '1';
const IDS = PEERS.map(({ id }) => id);

/** `npm run bench -- peers`, and `bench/peers/run`. */
export function peersCommand(): Command {
  return new Command('peers')
    .description(
      'Scanbench beside other servers with the same model and scan, each with one worker on CPU 0, the generator on CPU 1 (Linux; installs them from PyPI)',
    )
    .addOption(new Option('--peer <id...>', 'beside whom').choices(IDS).default(IDS))
    .option('--rounds <n>', 'of all servers in turn, each started anew', parseWhole('--rounds', 1, 1000), 3)
    .option('--seconds <n>', 'of each stretch: full, at 70 %, at twice', parseWhole('--seconds', 1, 3600), 20)
    .option('--cache <dir>', 'where the environments of Python are kept', defaultCache())
    .option('--json', 'print JSON for machines')
    .action(run);
}

async function run({ peer, rounds, seconds, cache, json }: PeersArguments): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'scanbench-peers-'));
  try {
    const environment = readEnvironment();
    if (!pin(environment.usableCpus)) return;
    const scan = await writePeerCase(folder);
    const say = (text: string) => process.stderr.write(`${text}\n`);
    const compared = await compareServers({
      ...{ scan, rounds, seconds, cache, say, wanted: peer },
      cpuList: SERVER_CPU,
    });
    if (json) return print(JSON.stringify({ environment, scan: scan.name, rounds, seconds, compared }));
    print(`${describeEnvironment(environment)}; load average ${loadavg()[0]?.toFixed(1)}`);
    print(`${scan.name}, ${(scan.png.length / 1000).toFixed(0)} KB; ${rounds} rounds, stretches of ${seconds} s\n`);
    print(serversTable(compared));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Puts this process on its CPU. Says so and sets the exit code where that cannot be. */
function pin(usableCpus: number): boolean {
  try {
    if (usableCpus < 2) throw new Error('one CPU is usable, and servers and generator take one each');
    execFileSync('taskset', ['-acp', GENERATOR_CPU, String(process.pid)], { stdio: 'ignore' });
    return true;
  } catch (error) {
    const reason = errorMessage(error);
    process.stderr.write(
      `bench: servers cannot be pinned (${reason}); run it on Linux with taskset and CPUs 0 and 1.\n`,
    );
    process.exitCode = 1;
    return false;
  }
}
