import { Command } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { print } from '../../src/commands/command-line/print.ts';
import { describeEnvironment, readEnvironment } from '../environment.ts';
import { writeBenchScans } from '../overhead/bench-scans.ts';
import { inTemporaryFolder } from '../temporary-folder.ts';
import { measureScraping, type ScrapingOptions } from './scraping.ts';
import { scrapingTable } from './scraping-table.ts';

/** `npm run bench -- scraping`. */
export function scrapingCommand(): Command {
  return new Command('scraping')
    .description(
      'throughput of the service in full load while Prometheus reads its metrics, beside the same left alone',
    )
    .option('--technology <id>', 'what screens', 'local-contrast@onnx-cpu')
    .option('--threads <n>', 'workers of the service', parseWhole('--threads', 1), 2)
    .option('--rounds <n>', 'interleaved repetitions', parseWhole('--rounds', 1), 20)
    .option('--seconds <n>', 'length of each stretch', parseWhole('--seconds', 1), 5)
    .option('--scrapes-per-second <n>', 'how often the metrics are read', parseWhole('--scrapes-per-second', 1), 10)
    .action(async (options: Omit<ScrapingOptions, 'scan' | 'onRound'>) => {
      await inTemporaryFolder(async (folder) => {
        const [scan] = await writeBenchScans(folder);
        const onRound = () => process.stderr.isTTY && process.stderr.write('.');
        const scraping = await measureScraping({ ...options, scan, onRound });
        print(
          `${describeEnvironment(readEnvironment())}\n${options.technology}, ${options.threads} workers; medians of ` +
            `${options.rounds} rounds of ${options.seconds} s\n`,
        );
        print(scrapingTable(scraping));
      });
    });
}
