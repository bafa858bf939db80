import { Command } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { print } from '../../src/commands/command-line/print.ts';
import { describeEnvironment, readEnvironment } from '../environment.ts';
import { writeBenchScans } from '../overhead/bench-scans.ts';
import { pinThisProcess } from '../pin.ts';
import { inTemporaryFolder } from '../temporary-folder.ts';
import { measureOverload } from './overload.ts';
import { overloadTable } from './overload-table.ts';

interface OverloadArguments {
  readonly technology: string;
  readonly workers: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly trickling: number;
  readonly pin?: boolean;
  readonly json?: true;
}

/** `npm run bench -- overload`. */
export function overloadCommand(): Command {
  return new Command('overload')
    .description(
      'twice the capacity offered to the service: goodput, latency of what it accepts, what becomes of the rest',
    )
    .option('--technology <id>', 'what screens', 'local-contrast@onnx-cpu')
    .option('--workers <n>', 'workers of the service', parseWhole('--workers', 1), 2)
    .option('--seconds <n>', 'of overload, all rounds together', parseWhole('--seconds', 1), 60)
    .option(
      '--rounds <n>',
      'stretches of overload, with measurements of the capacity between',
      parseWhole('--rounds', 1),
      4,
    )
    .option('--trickling <n>', 'connections that send a byte a second meanwhile', parseWhole('--trickling', 0), 0)
    .option('--pin', 'the service with one worker on CPU 0, the generator on CPU 1 (Linux taskset)')
    .option('--json', 'print JSON for machines')
    .action(async ({ pin = false, json, ...options }: OverloadArguments) => {
      await inTemporaryFolder(async (folder) => {
        const environment = readEnvironment();
        const [scan] = await writeBenchScans(folder);
        const workers = pin ? 1 : options.workers;
        if (pin) pinThisProcess('1');
        const result = await measureOverload({ ...options, workers, scan, ...(pin && { cpuList: '0' }) });
        if (json) return print(JSON.stringify({ environment, options: { ...options, workers, pin }, result }, null, 2));
        const where = pin ? 'service on CPU 0, generator on CPU 1' : 'generator on the same CPUs';
        print(
          `${describeEnvironment(environment)}\n${options.technology}, ${scan.name}, ${workers} workers, ${where}\n`,
        );
        return print(overloadTable(result, pin));
      });
    });
}
