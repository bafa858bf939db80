import { Command } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { print } from '../../src/commands/command-line/print.ts';
import { textTable } from '../../src/commands/command-line/text-table.ts';
import { describeEnvironment, readEnvironment } from '../environment.ts';
import { pinThisProcess } from '../pin.ts';
import { rangeText } from '../rounds-range.ts';
import { inTemporaryFolder } from '../temporary-folder.ts';
import { modelOf } from './model-of.ts';
import { measureOverhead, type OverheadRow, type OverheadTechnology } from './overhead.ts';
import { type OverheadScans, writeOverheadScans } from './overhead-scans.ts';

interface OverheadArguments {
  readonly technology: string[];
  readonly threads: number;
  readonly rounds: number;
  readonly scans: number;
  readonly warmUp?: number;
  readonly pin?: true;
  readonly json?: true;
}

const WARM_UP_SCANS_PER_THREAD = 30;

/** `npm run bench -- overhead`. */
export function overheadCommand(): Command {
  return new Command('overhead')
    .description(
      'CPU a scan of the whole service beside the screening pipeline called in a loop with no HTTP, pool or admission, and beside decode + infer alone',
    )
    .option('--technology <id...>', 'what screens', ['local-contrast@onnx-cpu', 'pattern-break@onnx-cpu'])
    .option('--threads <n>', 'workers of the service and threads of the loops', parseWhole('--threads', 1), 2)
    .option('--rounds <n>', 'interleaved repetitions', parseWhole('--rounds', 1), 5)
    .option('--scans <n>', 'scans in each measurement', parseWhole('--scans', 1), 100)
    .option(
      '--warm-up <n>',
      'scans before anything is counted, to the service and in each loop alike (default: 30 for each thread)',
      parseWhole('--warm-up', 0),
    )
    .option('--pin', 'loops and service with one thread on CPU 0, the generator on CPU 1 (Linux taskset)')
    .option('--json', 'print JSON for machines')
    .addHelpText(
      'after',
      `
Technologies of both energies screen a vehicle of two 16-bit PNG files in one request, all others a 16-bit PNG and a JPEG.

The bare server is node:http and nothing else in front of the same threads: no admission, records, metrics, checks. What it
costs beside the pipeline no service in front of threads can avoid.

The default of --warm-up keeps a run short and measures a service that has just started: the code of its main thread
is still being compiled, and each of the first 2,400 scans or so costs more. --warm-up 2400 measures one that has run
for a while. The service has them once for each technology and scan, each loop in every round: it is a new process.`,
    )
    .action(async (options: OverheadArguments) => {
      await inTemporaryFolder(async (folder) => {
        const environment = readEnvironment();
        const scans = await writeOverheadScans(folder);
        const threads = options.pin ? 1 : options.threads;
        const { warmUp = WARM_UP_SCANS_PER_THREAD * threads } = options;
        if (options.pin) pinThisProcess('1');
        const rows = await measureOverhead({
          technologies: await Promise.all(options.technology.map((id) => withScans(id, scans))),
          threads,
          ...(options.pin && { cpuList: '0' }),
          rounds: options.rounds,
          scansPerRound: options.scans,
          warmUpScans: warmUp,
          onRound: () => process.stderr.isTTY && process.stderr.write('.'),
        });
        if (options.json)
          return print(JSON.stringify({ environment, options: { ...options, threads, warmUp }, rows }, null, 2));
        const where = options.pin ? 'on CPU 0, generator on CPU 1' : 'generator on the same CPUs';
        print(
          `${describeEnvironment(environment)}\n${threads} threads, ${where}; medians of ${options.rounds} rounds of ${options.scans} scans [range], ${warmUp} to warm up\n`,
        );
        return print(overheadTable(rows));
      });
    });
}

async function withScans(id: string, { oneEnergy, bothEnergies }: OverheadScans): Promise<OverheadTechnology> {
  const { manifest } = await modelOf(id);
  return { id, scans: manifest.input.energies.includes('low') ? bothEnergies : oneEnergy };
}

function overheadTable(rows: readonly OverheadRow[]): string {
  return textTable(
    [
      'technology',
      'scan',
      'KB',
      'decode+infer CPU ms',
      'pipeline CPU ms',
      'service CPU ms',
      'in memory CPU ms',
      'bare server CPU ms',
      'service ÷ pipeline',
      'bare server ÷ pipeline',
      'service ÷ bare server',
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
      row.inMemoryCpuMs.toFixed(1),
      row.bareServerCpuMs.toFixed(1),
      rangeText(row.serviceToPipeline),
      rangeText(row.bareServerToPipeline),
      rangeText(row.serviceToBareServer),
      rangeText(row.serviceToDecodeInfer),
      rangeText(row.throughputRatio),
    ]),
  );
}
