import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { Outcome } from '../domain/failure.ts';
import { counted, countedOf } from '../domain/language/counted.ts';
import type { Sample } from '../domain/scan/sample.ts';
import { SAMPLE_LINES_FILE } from '../formats/sample-set.ts';
import { SCANNER_PRESETS, type ScannerName } from '../simulator/scanner-presets.ts';
import { APPROXIMATE_REASONS, isApproximateReason } from '../simulator/threat-projection/approximate.ts';
import { LEAST_QUALITY } from '../simulator/threat-projection/insertion-quality.ts';
import { OBSCURATIONS, type Obscuration } from '../simulator/threat-projection/project-threat.ts';
import { THREAT_CATEGORIES, type ThreatCategory } from '../simulator/threats/threat-kinds.ts';
import { EXIT_WRONG_USAGE, endCommand, endWithFailure } from './command-line/exit.ts';
import { parsePositive, parseShare, parseSplit, parseWhole } from './command-line/parse-options.ts';
import { folderWarnings } from './sample-folders/folder-warnings.ts';
import type { ScanSource } from './samples/find-scans.ts';
import { beginTipSet, UNFINISHED_FILE } from './tip/begin-tip-set.ts';
import { type EnergiesMeV, findBenigns } from './tip/benigns.ts';
import { parseEnergies, parseMasses } from './tip/parse-tip-options.ts';
import { projectSamples, type TipSummary } from './tip/project-samples.ts';
import { type DrawThreat, readThreats, simulatedThreats } from './tip/threats.ts';
import { tipDigest } from './tip/tip-digest.ts';

interface TipOptions {
  readonly benign: string;
  readonly threats: string;
  readonly count: number;
  readonly seed: number;
  readonly out: string;
  readonly category?: readonly ThreatCategory[];
  readonly mass?: readonly [number, number];
  readonly like: ScannerName;
  readonly pitchMm?: number;
  readonly energies?: EnergiesMeV;
  readonly gamma?: number;
  readonly threatPitchMm?: number;
  readonly obscuration: Obscuration;
  readonly minQuality: number;
  readonly withBenign?: true;
  readonly split?: string;
  readonly resume?: true;
  readonly json?: true;
}

const SIMULATED = 'simulated';
const ALL_MASSES_KG = [1, 200] as const;
const LARGEST_SEED = 0xffffffff;
const MOST_SAMPLES = 1_000_000;

/** `scanbench tip`: projects threats into benign scans and writes a sample set of them. */
export function tipCommand(): Command {
  return new Command('tip')
    .description('write a sample set by threat image projection: threats multiplied into benign scans of your own')
    .requiredOption(
      '-b, --benign <dir>',
      'benign scans: PNG, TIFF or JPEG files, a sample set, or the layout of MVTec AD',
    )
    .requiredOption(
      '-t, --threats <dir>',
      `16-bit pictures of threats alone in the beam, or "${SIMULATED}" for rendered ones`,
    )
    .requiredOption('-n, --count <n>', 'how many scans with a threat', parseWhole('--count', 1, MOST_SAMPLES))
    .requiredOption(
      '-s, --seed <n>',
      'a whole number; the same seed gives the same pixels',
      parseWhole('--seed', 0, LARGEST_SEED),
    )
    .requiredOption('-o, --out <dir>', 'a folder that does not exist yet, or is empty')
    .addOption(
      new Option('--category <kind...>', 'what simulated threats are; by default each kind equally often').choices(
        THREAT_CATEGORIES,
      ),
    )
    .option(
      '--mass <kg[-kg]>',
      'lightest and heaviest simulated threat, e.g. 10-60, or 10 for all, before its density is varied (0.75 to 1.3 times); 1-200 by default',
      parseMasses,
    )
    .addOption(
      new Option('--like <preset>', 'whose beam a scan has that does not say its own scanner')
        .choices(Object.keys(SCANNER_PRESETS))
        .default('gate-6-4' satisfies ScannerName),
    )
    .option('--pitch-mm <mm>', "pixel pitch of the benign scans; else the scanner's, or estimated", parsePositive)
    .option(
      '--energies <high[,low]>',
      'end-points of the benign scans in MeV, e.g. 6,4, or 6 of one energy',
      parseEnergies,
    )
    .option(
      '--gamma <g>',
      'display curve of 8-bit scans, grey = transmission^g; 1 unless the scanner is known',
      parsePositive,
    )
    .option('--threat-pitch-mm <mm>', 'pixel pitch of threats that do not say theirs', parsePositive)
    .addOption(
      new Option('--obscuration <how>', 'land behind little, behind much, or anywhere')
        .choices(OBSCURATIONS)
        .default('any'),
    )
    .option('--min-quality <q>', 'draw insertions below this again, 0…1', parseShare, LEAST_QUALITY)
    .option('--with-benign', 'write the benign scans that were used, too, so that the set has both classes')
    .option(
      '--split <name>',
      'take benign samples of this split only, and put loose files in it; by default test',
      parseSplit,
    )
    .option('--resume', 'go on with a set that was broken off, by the command that began it')
    .option('--json', 'print a summary as JSON for machines')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
A threat's transmission is multiplied into a scan's readings, both energies with one geometry, and the noise that the
fewer quanta bring is added as the scan itself shows it. Threats are moved, magnified, turned, mirrored, made denser
and unevenly lit, and land inside a container where they could lie. Pixels beside the threat stay as they are. A scan
that is there under several names, by its pixels, is used under one.

Threats from files: <id>_high.png with <id>_low.png (or .tiff), and if you can <id>.json beside them:
  { "pixelPitchMm": 1.2, "energiesMeV": {"high": 6, "low": 4}, "category": "pistols", "massKg": 1.1, "airLevel": 60000 }
Where pitch, energies or display curve are not known, samples are marked approximate, with the reasons.

Quality, 0…1, is in each line's provenance: below ${LEAST_QUALITY} a person who looks for it sees a border (a step of one standard
deviation of noise), noise (twice or half as much), blur (twice or half as wide) or saturation that do not belong there.

Writes ${SAMPLE_LINES_FILE} (one line a scan), pictures and masks. JPEG scans are written as JPEG, all others as PNG.
Until all is written there is ${UNFINISHED_FILE}, too: after Ctrl-C, a crash or a full disk the same command goes on with
--resume, to the same set.

Examples:
  scanbench tip --benign port-scans --threats simulated --count 200 --seed 1 --out port-tip --with-benign
  scanbench tip --benign my-samples --threats simulated --category cash --mass 10-60 --count 500 --seed 2 --out tip
  scanbench tip --benign scans --threats recorded --energies 6,4 --pitch-mm 5 --count 50 --seed 3 --out tip-recorded`;

async function run(options: TipOptions): Promise<void> {
  const benigns = await findBenigns(options.benign, options.split);
  if (!benigns.ok) return endCommand(benigns.failure.message, EXIT_WRONG_USAGE);
  const folders = options.threats === SIMULATED ? [options.benign] : [options.benign, options.threats];
  for (const sentence of await folderWarnings(folders)) process.stderr.write(`scanbench: ${sentence}\n`);
  let drawThreat: DrawThreat;
  if (options.threats === SIMULATED) {
    const simulated = simulatedThreats(options.category ?? null, options.mass ?? ALL_MASSES_KG);
    if (!simulated.ok) return endCommand(simulated.failure.message, EXIT_WRONG_USAGE);
    drawThreat = simulated.value;
  } else {
    if (options.category !== undefined || options.mass !== undefined) {
      return endCommand(
        `--category and --mass are of simulated threats: leave them out, or say --threats ${SIMULATED}.`,
        EXIT_WRONG_USAGE,
      );
    }
    const threats = await readThreats(options.threats, options.threatPitchMm ?? null);
    if (!threats.ok) return endCommand(threats.failure.message, EXIT_WRONG_USAGE);
    drawThreat = (_, random) => random.pick(threats.value);
  }
  const { out, resume = false, json, ...decisive } = options;
  const threatFolder = options.threats === SIMULATED ? null : options.threats;
  const digest = tipDigest(decisive, benigns.value, threatFolder);
  const begun = await beginTipSet({ folder: out, digest, resume });
  if (!begun.ok) return endWithFailure(begun.failure);
  // What an error cuts short keeps the folder until the process ends, and is told of then.
  const made = await project(options, benigns.value, drawThreat, begun.value.samples);
  // With the benign scans back where they were, the rest can be made.
  if (!made.ok || made.value.untried === 0) await begun.value.finish();
  begun.value.release();
  if (!made.ok) return endWithFailure(made.failure);
  process.stdout.write(json ? `${JSON.stringify({ out, ...made.value })}\n` : describe(made.value, out));
  if (made.value.missing > 0) endCommand(describeMissing(made.value, options.count, options.minQuality));
}

function project(
  options: TipOptions,
  benigns: readonly ScanSource[],
  drawThreat: DrawThreat,
  there: readonly Sample[],
): Promise<Outcome<TipSummary>> {
  const { count, seed, out, obscuration, minQuality, withBenign = false } = options;
  return projectSamples({
    benigns,
    there,
    benign: {
      pitchMm: options.pitchMm ?? null,
      energiesMeV: options.energies ?? null,
      gamma: options.gamma ?? null,
      like: options.like,
    },
    drawThreat,
    count,
    seed,
    out,
    obscuration,
    minQuality,
    withBenign,
    split: options.split ?? 'test',
  });
}

function describe(summary: TipSummary, out: string): string {
  const { threats, benigns, approximate, belowPenetration, faint, unusable } = summary;
  const where = threats + benigns === 0 ? `: no set was written to ${out}` : ` in ${join(out, SAMPLE_LINES_FILE)}`;
  const lines = [`${counted(threats, 'scan')} with a threat and ${benigns} benign${where}`];
  if (belowPenetration > 0) lines.push(`${belowPenetration} lie where the scanner sees nothing: belowPenetration`);
  if (faint > 0) lines.push(`${faint} of ${threats} change the picture by less than 2 % of the open beam: contrast`);
  const reasons = Object.keys(APPROXIMATE_REASONS).filter(isApproximateReason);
  for (const reason of reasons) {
    const count = approximate[reason];
    if (count !== undefined) lines.push(`approximate, ${count} of ${threats}: ${APPROXIMATE_REASONS[reason]}`);
  }
  for (const { name, reason } of unusable) lines.push(`left out ${name}: ${reason}`);
  return `${lines.join('\n')}\n`;
}

/** What stood in the way of the threats that were not made, and what helps against each. */
function describeMissing({ missing, untried, refusedDraws }: TipSummary, count: number, minQuality: number): string {
  const { lacksEnergy, noPlace, ...flawed } = refusedDraws;
  const flaws = Object.entries(flawed).filter(([, count]) => count > 0);
  const lowQuality = flaws.reduce((sum, [, count]) => sum + count, 0);
  const draws = lacksEnergy + noPlace + lowQuality;
  const reasons = [
    lacksEnergy > 0 && `${lacksEnergy} lack an energy that the scan has (give threats of the same energies)`,
    noPlace > 0 &&
      `${noPlace} found no place (give threats that fit, less laden scans, or the true pitches: --threat-pitch-mm, --pitch-mm)`,
    lowQuality > 0 &&
      `${lowQuality} came out below quality ${minQuality}, by ${flaws.map(([part, count]) => `${part} ${count}`).join(', ')} (lower --min-quality)`,
  ];
  const causes = [
    draws > 0 && `of ${draws} draws for them ${reasons.filter(Boolean).join(', ')}`,
    untried > 0 &&
      `${untried} were not tried, because no benign scan could be read any more (see what was left out, and why; with them back, go on with --resume)`,
  ];
  return `${[`${countedOf(missing, count, 'threat')} ${missing === 1 ? 'was' : 'were'} not made`, ...causes.filter(Boolean)].join('; ')}.`;
}
