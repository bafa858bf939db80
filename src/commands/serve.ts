import { Command } from 'commander';
import { createBuckets } from '../api/access/rate-limits.ts';
import { retireMetrics } from '../api/metrics/merge-metrics.ts';
import { createLogger } from '../api/request-log.ts';
import type { Config } from '../config/config.ts';
import { readConfig } from '../config/read-config.ts';
import { shipped } from '../installation.ts';
import { type ProcessEvent, superviseProcesses } from '../processes/primary.ts';
import { shareOf } from '../processes/share.ts';
import { openRecords } from '../records/open-records.ts';
import { poolThreadsToSet } from '../workers/decode-threads.ts';
import { usableCpus } from '../workers/thread-budget.ts';
import { EXIT_FAILED, EXIT_WRONG_USAGE, endCommand, endWithFailure } from './command-line/exit.ts';
import { outliveErrorReaders } from './serving/outlive-error-readers.ts';
import { whyNoModelsFolder } from './serving/why-no-models-folder.ts';

const STOP_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
/** A terminal and what runs in it may both send a signal at the same time: that is one wish, not two. */
const SAME_WISH_MS = 1000;
/** However patient with inference: longer than a main thread is ever busy at one thing. */
const LONGEST_SILENCE_SECONDS = 30;

const HELP = `
All settings are variables of the environment; docs/settings.md lists them with their defaults. Without any, it listens
on this machine only, loads every model that it finds, and keeps its records in data/. Ctrl-C ends it once the
scans under way are answered. The console is at the address that it prints, the description of the API at /docs there.

Examples:
  scanbench serve
  SCANBENCH_DATA_DIR=/var/lib/scanbench scanbench serve --port 9000`;

/** `scanbench serve`: the service, set by its environment; the options are short for two of its variables. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('serve the API and the console, with the settings in SCANBENCH_ variables')
    .option('--host <host>', 'address to listen on (SCANBENCH_HOST, by default 127.0.0.1)')
    .option('--port <port>', 'port to listen on (SCANBENCH_PORT, by default 8080)')
    .addHelpText('after', HELP)
    .action(async ({ host, port }: { host?: string; port?: string }) => {
      const options = {
        ...(host !== undefined && { SCANBENCH_HOST: host }),
        ...(port !== undefined && { SCANBENCH_PORT: port }),
      };
      const read = readConfig({ ...process.env, ...options });
      if (!read.ok) return endCommand(read.message, EXIT_WRONG_USAGE);
      const { modelsDir } = read.config;
      const noModels = modelsDir === undefined ? null : await whyNoModelsFolder(modelsDir);
      if (noModels !== null) return endCommand(noModels.message, noModels.mayCome ? EXIT_FAILED : EXIT_WRONG_USAGE);
      await servePrimary(read.config, options);
    });
}

/** Holds the records for the processes that serve, and keeps these going until a signal ends them. */
async function servePrimary(config: Config, options: Readonly<Record<string, string>>): Promise<void> {
  outliveErrorReaders();
  const logger = createLogger(config.logLevel);
  const { databaseUrl, dataDir } = config;
  let isTaken = false;
  let drain = () => {};
  const onTaken = () => {
    isTaken = true;
    logger.fatal(TAKEN);
    drain();
  };
  const onEnding = () => logger.warn(ENDING);
  const records = await openRecords({ databaseUrl, dataDir, serves: true, news: { onTaken, onEnding } });
  if (!records.ok) return endWithFailure(records.failure);
  const { processes } = config;
  const buckets = createBuckets();
  const primary = superviseProcesses({
    entry: shipped('dist', 'src', 'commands', 'serving', 'serving-process.js'),
    processes,
    environmentOf(slot) {
      const workers = shareOf(config.workers ?? usableCpus(), processes, slot);
      const poolThreads = poolThreadsToSet(workers, process.env['UV_THREADPOOL_SIZE']);
      return { ...options, ...(poolThreads !== null && { UV_THREADPOOL_SIZE: String(poolThreads) }) };
    },
    portVariable: 'SCANBENCH_PORT',
    silenceSeconds: Math.min(config.hangSeconds, LONGEST_SILENCE_SECONDS),
    retireMetrics,
    takeRequest: buckets.take,
    onEvent: (event) => logger[event.kind === 'held-back' ? 'warn' : 'error'](event, SENTENCES[event.kind]),
  });
  drain = primary.drain;
  if (isTaken) drain();
  endOnSignal(primary);
  const exitCode = await primary.ended;
  process.exitCode = isTaken ? EXIT_FAILED : exitCode;
  await records.value.close();
}

const ENDING =
  'the service that had these records was killed, and its processes still answer what they let in: this one begins when they have ended, within a minute or not at all';

const TAKEN =
  'another Scanbench has taken these records over while the database was away: this service ends, and begins again only once that one is stopped';

const SENTENCES = {
  replaced: 'a serving process ended and is replaced',
  'held-back': 'serving processes end one after the other: the next one waits a while',
  'given-up': 'a serving process ended before it listened: the service ends',
} as const satisfies Record<ProcessEvent['kind'], string>;

/** The first signal drains; another one, when that takes somebody too long, ends the service at once. */
function endOnSignal(primary: { drain(): void; kill(): void }): void {
  let firstAt: number | null = null;
  for (const signal of STOP_SIGNALS) {
    process.on(signal, () => {
      firstAt ??= performance.now();
      if (performance.now() - firstAt > SAME_WISH_MS) primary.kill();
      else primary.drain();
    });
  }
}
