import { Command } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { print } from '../../src/commands/command-line/print.ts';
import { describeEnvironment, readEnvironment } from '../environment.ts';
import { crashOften } from './crash-often.ts';
import { crashTable } from './crash-table.ts';

/** `npm run bench -- crash`. */
export function crashCommand(): Command {
  return new Command('crash')
    .description('kill the service at random instants under load, and look for every scan that it acknowledged')
    .option('--kills <n>', 'how often', parseWhole('--kills', 1), 200)
    .option('--database <url>', 'sqlite: or postgres://…, a database that may be filled', 'sqlite:')
    .option('--seed <n>', 'decides the instants and what is sent', parseWhole('--seed', 1), 1)
    .action(async ({ kills, database, seed }: { kills: number; database: string; seed: number }) => {
      const report = await crashOften({
        kills,
        seed,
        databaseUrl: database,
        onKill: () => process.stderr.isTTY && process.stderr.write('.'),
      });
      print(`${describeEnvironment(readEnvironment())}\n${kills} kills, ${database.split(':')[0]}, seed ${seed}\n`);
      print(crashTable(report));
      if (report.losses.length > 0) process.exitCode = 1;
    });
}
