import { Command } from 'commander';
import { readServiceKey } from '../config/service-key.ts';
import { succeed } from '../domain/failure.ts';
import { shipped } from '../installation.ts';
import { dryRunOf } from './bench/dry-run.ts';
import { dryRunText } from './bench/dry-run-text.ts';
import { untilInterrupted } from './bench/end-early.ts';
import { drawGallery } from './bench/gallery/draw-gallery.ts';
import { checkPlan } from './bench/plan/check-plan.ts';
import { readPlan, targetProblem } from './bench/plan/plan.ts';
import { refusedSpeeds } from './bench/report/refused-speeds.ts';
import { summaryText } from './bench/report/summary-text.ts';
import { runPlan } from './bench/run-plan.ts';
import { runTuning } from './bench/tune/tune-action.ts';
import { writeReport } from './bench/write-report.ts';
import { EXIT_WRONG_USAGE, endCommand, endWithFailure } from './command-line/exit.ts';
import { parsePositive } from './command-line/parse-options.ts';
import { print } from './command-line/print.ts';
import { tryOutputFolder } from './files/output-folder.ts';
import { thisRun } from './origin/host.ts';
import { folderWarnings } from './sample-folders/folder-warnings.ts';
import { endWithUnreadable } from './sample-screening/end-with-unreadable.ts';

interface BenchOptions {
  readonly plan: string;
  readonly samples?: readonly string[];
  readonly technology?: readonly string[];
  readonly target?: string;
  readonly tune?: true;
  readonly latencyMs?: number;
  readonly roundSeconds?: number;
  readonly out?: string;
  readonly models: string;
  readonly gallery?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

/** `scanbench bench`: quality and speed of technologies from one run, with paired uncertainty. */
export function benchCommand(): Command {
  return new Command('bench')
    .description('compare technologies: what they find and how fast they answer, from one run on one machine')
    .option(
      '-p, --plan <file>',
      'what to run; bench/plan.schema.json says how',
      shipped('bench', 'plans', 'default.json'),
    )
    .option('-s, --samples <dir...>', 'sample sets, in place of those of the plan')
    .option('-t, --technology <id...>', 'what is compared, in place of what the plan names')
    .option(
      '--target <address>',
      'a running service, e.g. http://127.0.0.1:8080, in place of processes of this machine',
    )
    .option('--tune', 'find how to share this machine’s CPUs out for one technology, in place of comparing several')
    .option('--latency-ms <n>', 'with --tune: what the p90 of the latency may be', parsePositive)
    .option('--round-seconds <n>', 'with --tune: the least that a block lasts (1)', parsePositive)
    .option(
      '-o, --out <dir>',
      'where report.json, report.html, report.md, speed.csv and scores.csv (or tuned.env, tune.json and tune.md) are written',
    )
    .option('--models <dir>', 'the folder with one folder a model', shipped('models'))
    .option('--gallery', 'put hits, misses and false alarms into report.html as pictures; without it no scan is shown')
    .option(
      '--dry-run',
      'say what the plan does and how long that takes, whether its sets, its technologies and --out will do, and do nothing',
    )
    .option('--json', 'print the report, or what --dry-run says, as JSON for machines')
    .addHelpText(
      'after',
      `
Each technology is loaded in a process of its own. The accuracy run screens all scans once; the performance run times
some of them, a block of each technology in turn. A technology that answers otherwise when timed gets no speed.
  single-stream  one scan after the other: what a lone container waits
  multi-stream   several scans at once, the next lot when all are answered
  server         scans at random, at the highest rate that keeps a latency bound
  offline        all scans at once: how many a second the machine gets through
  lanes          gates side by side, each with its takt time and jitter
  train          trains of containers, a box every 0.73 s
Latencies count from the intended start. With --target, scans are posted to a running service; what it refuses counts
as never answered, and so do queries that fail; of a scenario in which more than one in ten failed there is no figure.
After a refusal it is left alone for as long as it asks for (Retry-After) where scans wait for answers. A service with
keys is asked with the one in SCANBENCH_KEY (scan:write; with metrics its CPU time is read, too).
Percentiles follow MLPerf LoadGen's early stopping (99 % confidence); where queries are too few, the table says "too
few queries (n of N)". Without --plan the timed blocks take some forty seconds for each technology, three at most.
Ctrl-C in the performance run ends it after its round, with a report of what was timed (and 1); a second one ends
it at once. While a gallery is drawn, Ctrl-C leaves that out (and 1). It ends with 1, too, where a speed is refused,
a scenario has no figure, or a scan cannot be read: the report is written all the same.

With --tune, every split of the CPUs into workers × threads of an inference runs in turn, all workers busy, on the
samples of the plan: losers are dropped once they are shown slower or late, and the rest are measured longer. tuned.env
says what to set (SCANBENCH_WORKERS, SCANBENCH_INTRA_OP_THREADS, SCANBENCH_TILE_BATCH), tune.md why; where no difference
is shown, the default stays. A split that fails is left out and named. Tiles in one run are raced where a model leaves
their number open. A sibling of another precision (tip-unet-int8 beside tip-unet) is tuned beside it, and never put in
its place. It ends with 1 where no split is shown to keep --latency-ms. Ctrl-C ends the race that is under way after
its round, with what was measured (and 1); a second one ends at once.

Examples:
  scanbench bench
  scanbench bench --tune --technology tip-unet --latency-ms 200 --out tuned
  scanbench bench --technology local-contrast pattern-break --out compared
  scanbench bench --gallery --out compared
  scanbench bench --plan my-plan.json --samples my-scans --out compared
  scanbench bench --plan bench/plans/loadgen.json --dry-run
  scanbench bench --plan bench/plans/gate.json --target http://127.0.0.1:8080`,
    )
    .action(run);
}

async function run(options: BenchOptions): Promise<void> {
  const wrong = wrongUsage(options);
  if (wrong !== null) return endCommand(wrong, EXIT_WRONG_USAGE);
  const { plan: file, samples, technology, target, tune, out, models, gallery, dryRun, json } = options;
  const read = await readPlan(file);
  if (!read.ok) return endWithFailure(read.failure);
  const plan = {
    ...read.value,
    ...(samples !== undefined && { samples: [...samples] }),
    ...(technology !== undefined && { technologies: [...new Set(technology)] }),
    ...(target !== undefined && { target }),
  };
  if (tune && (plan.target ?? 'in-process') !== 'in-process') {
    return endCommand(
      `--tune starts its own processes on this machine: take "target" out of ${file}.`,
      EXIT_WRONG_USAGE,
    );
  }
  const why = gallery && whyNoGallery(out, plan.target);
  if (why) return endCommand(why, EXIT_WRONG_USAGE);
  for (const sentence of await folderWarnings(plan.samples)) process.stderr.write(`scanbench: ${sentence}\n`);
  const folder = out === undefined ? succeed(null) : await tryOutputFolder(out);
  if (!folder.ok) return endCommand(folder.failure.message, EXIT_WRONG_USAGE);
  if (dryRun) {
    const checked = await checkPlan(plan, models);
    if (!checked.ok) return endWithFailure(checked.failure);
    const dry = dryRunOf(plan, checked.value);
    print(json ? JSON.stringify(dry) : dryRunText(dry));
    return;
  }
  if (tune) {
    const { latencyMs, roundSeconds = 1 } = options;
    const asked = plan.technologies?.[0];
    return runTuning({
      ...{ plan, roundSeconds, models },
      ...(asked !== undefined && { technology: asked }),
      ...(latencyMs !== undefined && { latencyMs }),
      ...(out !== undefined && { out }),
      ...(json && { json }),
    });
  }
  const ran = await runPlan({
    plan,
    modelsDir: models,
    made: thisRun(),
    serviceKey: readServiceKey(process.env),
    endsOnInterrupt: true,
  });
  if (!ran.ok) return endWithFailure(ran.failure);
  const { report, scans, unreadable, endedEarly } = ran.value;
  // First, so that figures that took long are seen whatever becomes of the files.
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${summaryText(report)}\n`);
  const drawn = gallery
    ? await untilInterrupted(
        (isEndAsked) => drawGallery(ran.value, { modelsDir: models, isEndAsked }),
        'No other scan is drawn',
      )
    : succeed(null);
  if (!drawn.ok) endCommand(`There is no gallery: ${drawn.failure.message}`);
  if (out !== undefined) await writeReport(out, ran.value, drawn.ok ? drawn.value : null);
  const lacking =
    endedEarly === null
      ? refusedSpeeds(report)
      : 'The plan was not carried out to its end; the report says how far it came.';
  if (lacking !== null) endCommand(lacking);
  endWithUnreadable(unreadable, scans.length);
}

/** What of the options does not go together, or null. */
function wrongUsage({
  tune,
  latencyMs,
  roundSeconds,
  technology = [],
  target,
  gallery,
  dryRun,
}: BenchOptions): string | null {
  const badTarget = targetProblem(target ?? 'in-process');
  if (badTarget !== null) return `--target ${badTarget}`;
  if (!tune) {
    const alone = latencyMs !== undefined ? '--latency-ms' : roundSeconds !== undefined ? '--round-seconds' : null;
    return alone && `${alone} goes with --tune; a plan holds its own bounds and rounds.`;
  }
  if (dryRun) return '--dry-run says how long a plan takes: a race of --tune ends when it is decided.';
  if (technology.length > 1) return '--tune finds the settings of one technology: name one with --technology.';
  if (gallery) return '--gallery shows what a comparison found: leave --tune out.';
  if (target !== undefined) return '--tune starts its own processes on this machine: leave --target out.';
  return null;
}

/** Null where a gallery can be drawn. */
function whyNoGallery(out: string | undefined, target = 'in-process'): string | null {
  if (out === undefined) return '--gallery draws into report.html: name a folder for it with --out.';
  if (target !== 'in-process') return '--gallery draws with technologies of this machine: leave it out with a target.';
  return null;
}
