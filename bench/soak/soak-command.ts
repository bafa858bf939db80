import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { print } from '../../src/commands/command-line/print.ts';
import { describeEnvironment, readEnvironment } from '../environment.ts';
import { memoryPlot } from './memory-plot.ts';
import { type MemoryTrend, memoryTrend } from './memory-trend.ts';
import { type SoakResult, soak } from './soak.ts';

interface SoakArguments {
  readonly scans: number;
  readonly workers: number;
  readonly technology: string[];
  readonly seed: number;
  readonly large?: boolean;
  readonly plot?: string;
}

/** The first quarter fills caches and pools, and compiles. */
const WARM_UP_SHARE = 0.25;

/** `npm run bench -- soak`. */
export function soakCommand(): Command {
  return new Command('soak')
    .description(
      'mixed scans for a long time (sizes, formats, bad files, senders that leave or do not wait): does memory grow?',
    )
    .option('--scans <n>', 'scans to send, at least 200', parseWhole('--scans', 1), 20_000)
    .option('--workers <n>', 'workers of the service', parseWhole('--workers', 1), 2)
    .option('--technology <id...>', 'each scan is screened by one of them', [
      'local-contrast@onnx-cpu',
      'pattern-break@onnx-cpu',
    ])
    .option('--seed <n>', 'decides what is sent', parseWhole('--seed', 1), 1)
    .option('--large', 'only scans of 4096×1024 pixels: what a worker needs at most')
    .option('--plot <file>', 'where the memory is drawn, as SVG')
    .action(async ({ technology, large = false, plot, ...options }: SoakArguments) => {
      const onSample = () => process.stderr.isTTY && process.stderr.write('.');
      const result = await soak({ ...options, technologies: technology, large, onSample });
      const warmAt = options.scans * WARM_UP_SHARE;
      const trend = memoryTrend(result.samples.filter(({ scans }) => scans > warmAt));
      const { workers, seed, scans } = options;
      print(
        `${describeEnvironment(readEnvironment())}\n${scans} scans, ${workers} workers, seed ${seed}, ${technology.join(', ')}\n`,
      );
      print(soakText(result, trend));
      if (plot !== undefined) await writeFile(plot, memoryPlot(result.samples, warmAt));
      if (!trend.isFlat || result.unexpected > 0 || Object.keys(result.left).length > 0) process.exitCode = 1;
    });
}

function soakText({ answers, unexpected, seconds, left }: SoakResult, trend: MemoryTrend): string {
  const [lowest, highest] = trend.bounds;
  const names = Object.keys(answers).sort();
  const still = Object.entries(left).map(([gauge, value]) => `${gauge} ${value}`);
  return [
    `resident memory after the warm-up: mean ${trend.meanMiB.toFixed(0)} MiB, ${trend.leastMiB.toFixed(0)} to ${trend.mostMiB.toFixed(0)}`,
    `slope: ${trend.slope.toFixed(2)} MiB for 1,000 scans, 95 % bounds ${lowest.toFixed(2)} and ${highest.toFixed(2)}: ${trend.isFlat ? 'no growth is shown' : 'it GROWS'}`,
    ...names.map((name) => `${name}, ${answers[name]} times`),
    `answered otherwise than was to come: ${unexpected}`,
    `left in flight: ${still.length === 0 ? 'nothing' : still.join(', ')}`,
    `${seconds.toFixed(0)} s`,
  ].join('\n');
}
