import { stat } from 'node:fs/promises';
import { Command } from 'commander';
import { type Outcome, succeed } from '../domain/failure.ts';
import { countedOf } from '../domain/language/counted.ts';
import type { ScanResult } from '../domain/screening/scan-result.ts';
import type { Detector } from '../inference/detector.ts';
import { screen } from '../inference/screen.ts';
import { shipped } from '../installation.ts';
import { EXIT_WRONG_USAGE, endCommand } from './command-line/exit.ts';
import { startProgress } from './command-line/progress.ts';
import { whenEnding } from './command-line/when-ending.ts';
import { openOutputFolder } from './files/output-folder.ts';
import { isFileOrPipedIn } from './files/read-file-given.ts';
import { loadTechnologies } from './models/load-technologies.ts';
import { groupScanInputs, outputNames, readScanInput, type ScanInput } from './samples/scan-inputs.ts';
import { type ScreenedInput, screeningTable, toJson } from './screen/screen-report.ts';
import { writeScreening } from './screen/write-screening.ts';

interface ScreenCommandOptions {
  readonly technology?: readonly string[];
  readonly out?: string;
  readonly models: string;
  readonly json?: true;
}

/** `scanbench screen FILE…`: the service's own pipeline, in this process, one scan after the other. */
export function screenCommand(): Command {
  return new Command('screen')
    .description('screen files without a server: a table, and with --out the answers as JSON and overlays to look at')
    .usage('<file...> [options]')
    .argument('<file...>', '8- or 16-bit PNG, TIFF or JPEG; a.high.png and a.low.png are the energies of one scan')
    .option('-t, --technology <id...>', 'what screens; all that load by default')
    .option('-o, --out <dir>', 'write <scan>.json and <scan>.<technology>.png (anomaly map and boxes over the view)')
    .option('--models <dir>', 'the folder with one folder a model', shipped('models'))
    .option('--json', 'print JSON for machines')
    .addHelpText(
      'after',
      '\nThe files a.high.png and a.low.png (a_high, a-high) are one scan. A picture called low is the low energy, also alone.\n\nExample:\n  scanbench screen samples/smoke/*/side.* --technology local-contrast@onnx-cpu --out looked-at',
    )
    .action(run);
}

async function run(paths: readonly string[], options: ScreenCommandOptions): Promise<void> {
  const noScan = await whyNoScanAtAll(paths);
  if (noScan !== null) return endCommand(noScan, EXIT_WRONG_USAGE);
  const found = await loadTechnologies(options.models, options.technology);
  if (!found.ok) return endCommand(found.failure.message, EXIT_WRONG_USAGE);
  const detectors = new Map<string, Detector>();
  for (const { id, outcome } of found.value) {
    if (outcome.ok) detectors.set(id, outcome.value);
    else process.stderr.write(`scanbench: ${id} does not take part: ${outcome.failure.message}\n`);
  }
  if (detectors.size === 0) return endCommand('No technology is ready: see scanbench models verify.');
  const folder = options.out === undefined ? succeed(null) : await openOutputFolder(options.out);
  if (!folder.ok) return endCommand(folder.failure.message, EXIT_WRONG_USAGE);

  const inputs = groupScanInputs(paths);
  const progress = startProgress('screening', inputs.length);
  const fileNames = outputNames(inputs);
  const screened: ScreenedInput[] = [];
  const tellScreened = () =>
    process.stdout.write(
      options.json ? `${JSON.stringify(screened.map(toJson), null, 2)}\n` : `${screeningTable(screened)}\n`,
    );
  const forget = whenEnding(() => {
    progress.stop();
    tellScreened();
    process.stderr.write(`scanbench: ${brokenOff(screened.length, inputs.length)}\n`);
  });
  try {
    for (const input of inputs) {
      const startedAt = performance.now();
      const outcome = await screenInput(input, detectors, options.out === undefined ? 'none' : 'inline');
      const report = { name: input.name, outcome, totalMs: performance.now() - startedAt };
      screened.push(report);
      if (outcome.ok && options.out !== undefined) {
        const written = await writeScreening(options.out, fileNames.get(input) ?? input.name, outcome.value, report);
        if (!written.ok) endCommand(`${input.name}: its overlay could not be made: ${written.failure.message}`);
      }
      progress.advance();
    }
  } finally {
    forget();
    progress.stop();
    for (const detector of detectors.values()) await detector.close();
    // Also where the disk is full: what was screened is told, before what went wrong is.
    tellScreened();
  }
  const failed = screened.filter(({ outcome }) => !outcome.ok).length;
  if (failed > 0)
    endCommand(`${countedOf(failed, screened.length, 'scan')} could not be screened: see the reason beside each.`);
}

/** What is said where a signal ends it: what was screened is told and written, and the others are to be named again. */
function brokenOff(screened: number, all: number): string {
  return `Ended after ${countedOf(screened, all, 'scan')}: call it again with the others.`;
}

/** Why none of the paths is a file or piped in, said of the first, or null where one is: that one is screened, whatever the others are. */
async function whyNoScanAtAll(paths: readonly string[]): Promise<string | null> {
  const found = await Promise.all(paths.map((path) => stat(path).catch(() => null)));
  if (found.some((stats, place) => stats !== null && isFileOrPipedIn(paths[place] ?? '', stats))) return null;
  const [input] = groupScanInputs(paths.slice(0, 1));
  const read = input === undefined ? succeed([]) : await readScanInput(input);
  return read.ok ? null : read.failure.message;
}

async function screenInput(
  input: ScanInput,
  detectors: ReadonlyMap<string, Detector>,
  pictures: 'none' | 'inline',
): Promise<Outcome<ScanResult>> {
  const files = await readScanInput(input);
  if (!files.ok) return files;
  const technologies = [...detectors.keys()];
  return screen({ files: files.value, technologies, maps: pictures, images: pictures }, detectors);
}
