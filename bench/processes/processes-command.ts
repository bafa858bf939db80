import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { print } from '../../src/commands/command-line/print.ts';
import { textTable } from '../../src/commands/command-line/text-table.ts';
import { shipped } from '../../src/installation.ts';
import { describeEnvironment, readEnvironment } from '../environment.ts';
import { writeBenchScans } from '../overhead/bench-scans.ts';
import { type RoundsRange, rangeText } from '../rounds-range.ts';
import { inTemporaryFolder } from '../temporary-folder.ts';
import { measureProcesses, type ProcessesReport } from './processes.ts';

interface ProcessesArguments {
  readonly technology: string;
  readonly rounds: number;
  readonly scans: number;
}

/** `npm run bench -- processes`. */
export function processesCommand(): Command {
  return new Command('processes')
    .description('what the primary and a second serving process cost, and how soon a killed process is there again')
    .option('--technology <id>', 'what screens', 'local-contrast@onnx-cpu')
    .option('--rounds <n>', 'interleaved repetitions', parseWhole('--rounds', 1), 5)
    .option('--scans <n>', 'scans in each measurement', parseWhole('--scans', 1), 200)
    .action(async (options: ProcessesArguments) => {
      await inTemporaryFolder(async (folder) => {
        const [scan] = await writeBenchScans(folder);
        const onRound = () => process.stderr.isTTY && process.stderr.write('.');
        const { path: scanPath, contentType } = scan;
        const modelsDir = join(folder, 'models');
        const [model = ''] = options.technology.split('@');
        await cp(shipped('models', model), join(modelsDir, model), { recursive: true });
        const report = await measureProcesses({ ...options, modelsDir, scanPath, contentType, onRound });
        print(
          `${describeEnvironment(readEnvironment())}\n${options.technology}, ${scan.name}; medians of ` +
            `${options.rounds} rounds of ${options.scans} scans [range]\n`,
        );
        print(processesTable(report));
      });
    });
}

function processesTable(report: ProcessesReport): string {
  return textTable(
    ['', 'CPU a scan, all processes', 'throughput'],
    [
      ['1 × 2 workers: with a primary ÷ without', rangeText(report.primaryCpu), rangeText(report.primaryThroughput)],
      ['2 × 1 worker ÷ 1 × 2 workers', rangeText(report.twoCpu), rangeText(report.twoThroughput)],
    ],
  ).concat(
    `\n\nthe only process killed: answers after ${msText(report.answersAfterMs)}, ready with this one model after ${msText(report.readyAfterMs)}`,
  );
}

function msText({ median, lowest, highest }: RoundsRange): string {
  return `${median.toFixed(0)} ms [${lowest.toFixed(0)}, ${highest.toFixed(0)}]`;
}
