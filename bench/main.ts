import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { textTable } from '../src/commands/text-table.ts';
import { shipped } from '../src/installation.ts';
import { crashOften } from './crash/crash-often.ts';
import { crashTable } from './crash/crash-table.ts';
import { type DurabilityOptions, measureDurability } from './durability/durability.ts';
import { durabilityTable } from './durability/durability-table.ts';
import { describeEnvironment, readEnvironment } from './environment.ts';
import { measureEvaluationCost } from './evaluation/evaluation-cost.ts';
import { measureFullLoad } from './lone/full-load.ts';
import { measureLone } from './lone/lone.ts';
import { loneTable } from './lone/lone-table.ts';
import { TILED_TECHNOLOGY, writeTiledModel } from './lone/write-tiled-model.ts';
import { writeBenchScans } from './overhead/bench-scans.ts';
import { measureOverhead, type OverheadRow } from './overhead/overhead.ts';
import { measureOverload } from './overload/overload.ts';
import { overloadTable } from './overload/overload-table.ts';
import { peersCommand } from './peers/peers-command.ts';
import { timePilotQueries } from './pilot-queries/pilot-queries.ts';
import { coverageTable, describePlan } from './pilots/coverage-table.ts';
import { measureCoverage } from './pilots/measure-coverage.ts';
import { PILOT_PLANS } from './pilots/pilot-plans.ts';
import { plantedText } from './planted/planted-text.ts';
import { rangeText } from './rounds-range.ts';
import { measureSimulationCost } from './simulation/simulation-cost.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

interface OverloadArguments {
  readonly technology: string;
  readonly workers: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly trickling: number;
  readonly pin?: boolean;
  readonly json?: true;
}

interface OverheadArguments {
  readonly technology: string[];
  readonly threads: number;
  readonly rounds: number;
  readonly scans: number;
  readonly json?: true;
}

interface LoneArguments {
  readonly technology?: string;
  readonly workers: number;
  readonly rounds: number;
  readonly scans: number;
  readonly json?: true;
}

const program = new Command('bench').description(
  'measure Scanbench on this machine; every figure is a ratio within one run',
);

program
  .command('overhead', { isDefault: true })
  .description(
    'CPU a scan of the whole service beside the screening pipeline called in a loop with no HTTP, pool or admission, and beside decode + infer alone',
  )
  .option('--technology <id...>', 'what screens', ['local-contrast@onnx-cpu', 'pattern-break@onnx-cpu'])
  .option('--threads <n>', 'workers of the service and threads of the loops', wholeNumber, 2)
  .option('--rounds <n>', 'interleaved repetitions', wholeNumber, 5)
  .option('--scans <n>', 'scans in each measurement', wholeNumber, 100)
  .option('--json', 'print JSON for machines')
  .action(async (options: OverheadArguments) => {
    await inTemporaryFolder(async (folder) => {
      const environment = readEnvironment();
      const scans = await writeBenchScans(folder);
      const rows = await measureOverhead({
        technologies: options.technology,
        scans,
        threads: options.threads,
        rounds: options.rounds,
        scansPerRound: options.scans,
        onRound: () => process.stderr.isTTY && process.stderr.write('.'),
      });
      if (options.json) return print(JSON.stringify({ environment, options, rows }, null, 2));
      print(
        `${describeEnvironment(environment)}\n${options.threads} threads; medians of ${options.rounds} rounds of ${options.scans} scans [range]\n`,
      );
      return print(overheadTable(rows));
    });
  });

program
  .command('lone')
  .description(
    'a scan that comes alone: a service of several workers beside one of one worker, and what that costs under full load',
  )
  .option('--technology <id>', 'a shipped one; by default a segmentation network over 12 tiles at full resolution')
  .option('--workers <n>', 'workers of the service that is held against one with one worker', wholeNumber, 2)
  .option('--rounds <n>', 'interleaved repetitions', wholeNumber, 5)
  .option('--scans <n>', 'scans in each measurement', wholeNumber, 20)
  .option('--json', 'print JSON for machines')
  .action(async ({ technology, workers, rounds, scans: scansPerRound, json }: LoneArguments) => {
    await inTemporaryFolder(async (folder) => {
      const environment = readEnvironment();
      const scan = (await writeBenchScans(folder)).at(-1);
      if (scan === undefined) throw new Error('there is no scan to post');
      const modelsDir = technology === undefined ? join(folder, 'models') : shipped('models');
      if (technology === undefined) await writeTiledModel(modelsDir);
      const options = { modelsDir, technology: technology ?? TILED_TECHNOLOGY, scan, workers, rounds, scansPerRound };
      const lone = await measureLone(options);
      const load = await measureFullLoad(options);
      if (json) return print(JSON.stringify({ environment, options, lone, load }, null, 2));
      print(`${describeEnvironment(environment)}\n${options.technology}, ${scan.name}`);
      print(`medians of ${rounds} rounds of ${scansPerRound} scans [range over the rounds]\n`);
      return print(loneTable(lone, load, workers));
    });
  });

program
  .command('overload')
  .description(
    'twice the capacity offered to the service: goodput, latency of what it accepts, what becomes of the rest',
  )
  .option('--technology <id>', 'what screens', 'local-contrast@onnx-cpu')
  .option('--workers <n>', 'workers of the service', wholeNumber, 2)
  .option('--seconds <n>', 'of overload, all rounds together', wholeNumber, 60)
  .option('--rounds <n>', 'stretches of overload, with measurements of the capacity between', wholeNumber, 4)
  .option('--trickling <n>', 'connections that send a byte a second meanwhile', wholeNumber, 0)
  .option('--pin', 'the service with one worker on CPU 0, the generator on CPU 1 (Linux taskset)')
  .option('--json', 'print JSON for machines')
  .action(async ({ pin = false, json, ...options }: OverloadArguments) => {
    await inTemporaryFolder(async (folder) => {
      const environment = readEnvironment();
      const [scan] = await writeBenchScans(folder);
      if (scan === undefined) throw new Error('there is no scan to post');
      const workers = pin ? 1 : options.workers;
      if (pin) execFileSync('taskset', ['-acp', '1', String(process.pid)], { stdio: 'ignore' });
      const result = await measureOverload({ ...options, workers, scan, ...(pin && { cpuList: '0' }) });
      if (json) return print(JSON.stringify({ environment, options: { ...options, workers, pin }, result }, null, 2));
      const where = pin ? 'service on CPU 0, generator on CPU 1' : 'generator on the same CPUs';
      print(`${describeEnvironment(environment)}\n${options.technology}, ${scan.name}, ${workers} workers, ${where}\n`);
      return print(overloadTable(result, pin));
    });
  });

program
  .command('evaluation')
  .description('CPU of the measures that compare technologies, at the sizes that the project promises them for')
  .option('--rounds <n>', 'repetitions, of which the median counts', wholeNumber, 5)
  .action(({ rounds }: { readonly rounds: number }) => {
    const costs = measureEvaluationCost(rounds);
    print(`${describeEnvironment(readEnvironment())}\nmedians of ${rounds} rounds\n`);
    print(
      textTable(
        ['what', 'CPU ms'],
        costs.map(({ work, cpuMs }) => [work, cpuMs.toFixed(1)]),
      ),
    );
  });

program
  .command('planted')
  .description('how the intervals that comparisons state fare on simulated outcomes of which the truth is known')
  .option('--repetitions <n>', 'runs of which each interval is taken', wholeNumber, 1000)
  .option('--seed <n>', 'of the first run', wholeNumber, 1)
  .action(({ repetitions, seed }: { readonly repetitions: number; readonly seed: number }) => {
    print(plantedText(repetitions, seed));
  });

program
  .command('simulation')
  .description('CPU of a simulated scan of 1500 × 500 pixels, by scanner, every cargo in turn')
  .option('--scans <n>', 'scans of each scanner', wholeNumber, 24)
  .action(({ scans }: { readonly scans: number }) => {
    print(`${describeEnvironment(readEnvironment())}\n${scans} scans a scanner\n`);
    print(
      textTable(
        ['scanner', 'energies', 'median CPU ms', 'worst'],
        measureSimulationCost(scans).map(({ scanner, energies, medianCpuMs, worstCpuMs }) => [
          scanner,
          String(energies),
          medianCpuMs.toFixed(0),
          worstCpuMs.toFixed(0),
        ]),
      ),
    );
  });

program
  .command('pilots')
  .description(
    'simulated pilots of two technologies: how often the intervals corrected for verification bias hold the truth, and how far off the uncorrected figures are',
  )
  .addOption(new Option('--plan <name...>', 'what is simulated; all by default').choices(Object.keys(PILOT_PLANS)))
  .option('--pilots <n>', 'pilots of each plan', wholeNumber, 1000)
  .option('--seed <n>', 'other pilots of the same plans', wholeNumber, 1)
  .action((options: { readonly plan?: readonly string[]; readonly pilots: number; readonly seed: number }) => {
    print(`${describeEnvironment(readEnvironment())}\n${options.pilots} pilots of each plan, seed ${options.seed}`);
    for (const [name, plan] of Object.entries(PILOT_PLANS)) {
      if (options.plan?.includes(name) === false) continue;
      print(`\n${name}: ${describePlan(plan)}\n`);
      print(coverageTable(measureCoverage(plan, options.pilots, options.seed)));
    }
  });

program
  .command('durability')
  .description('throughput of the service when its records are on the disk, beside the same with its folder in memory')
  .option('--technology <id>', 'what screens', 'local-contrast@onnx-cpu')
  .option('--threads <n>', 'workers of the service', wholeNumber, 2)
  .option('--rounds <n>', 'interleaved repetitions', wholeNumber, 5)
  .option('--seconds <n>', 'length of each stretch', wholeNumber, 10)
  .action(async (options: Omit<DurabilityOptions, 'scanPath' | 'onRound'>) => {
    await inTemporaryFolder(async (folder) => {
      const png = (await writeBenchScans(folder)).find(({ contentType }) => contentType === 'image/png');
      if (png === undefined) throw new Error('There is no PNG among the scans of the bench.');
      const onRound = () => process.stderr.isTTY && process.stderr.write('.');
      const durability = await measureDurability({ ...options, scanPath: png.path, onRound });
      print(
        `${describeEnvironment(readEnvironment())}\n${options.technology}, ${options.threads} workers; medians of ` +
          `${options.rounds} rounds of ${options.seconds} s [range]\n`,
      );
      print(durabilityTable(durability));
    });
  });

program
  .command('crash')
  .description('kill the service at random instants under load, and look for every scan that it acknowledged')
  .option('--kills <n>', 'how often', wholeNumber, 200)
  .option('--database <url>', 'sqlite: or postgres://…, a database that may be filled', 'sqlite:')
  .option('--seed <n>', 'decides the instants and what is sent', wholeNumber, 1)
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

program
  .command('pilot-queries')
  .description("time of every query of a pilot's records, and what the database grows by with each scan")
  .option('--database-url <url>', 'sqlite: in a folder of its own, or an empty database postgres://…', 'sqlite:')
  .option('--scans <n>', 'scans of the pilot, each screened by three technologies', wholeNumber, 100_000)
  .option('--rounds <n>', 'how often each query is asked', wholeNumber, 7)
  .action(async (plan: { readonly databaseUrl: string; readonly scans: number; readonly rounds: number }) => {
    await inTemporaryFolder(async (dataDir) => {
      const { times, bytesPerScan } = await timePilotQueries({ ...plan, dataDir });
      print(`${describeEnvironment(readEnvironment())}\n${plan.scans} scans; ${plan.rounds} rounds\n`);
      print(
        textTable(
          ['query', 'median ms', 'worst', 'CPU ms'],
          times.map(({ query, medianMs, worstMs, cpuMs }) => [
            query,
            medianMs.toFixed(1),
            worstMs.toFixed(1),
            cpuMs.toFixed(1),
          ]),
        ),
      );
      print(`\nThe database grows by ${bytesPerScan} bytes a scan, pictures apart.`);
    });
  });

program.addCommand(peersCommand());

await program.parseAsync();

function overheadTable(rows: readonly OverheadRow[]): string {
  return textTable(
    [
      'technology',
      'scan',
      'KB',
      'decode+infer CPU ms',
      'pipeline CPU ms',
      'service CPU ms',
      'service ÷ pipeline',
      'service ÷ decode+infer',
      'throughput ratio',
    ],
    rows.map((row) => [
      row.technology,
      row.scan,
      (row.scanBytes / 1000).toFixed(0),
      row.decodeInferCpuMs.toFixed(1),
      row.pipelineCpuMs.toFixed(1),
      row.serviceCpuMs.toFixed(1),
      rangeText(row.serviceToPipeline),
      rangeText(row.serviceToDecodeInfer),
      rangeText(row.throughputRatio),
    ]),
  );
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('a whole number of at least 1 is needed');
  return Number(text);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
