import { Command, Option } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { startProgress } from '../../src/commands/command-line/progress.ts';
import { resample } from '../../src/inference/input/resample.ts';
import { createRandom } from '../../src/simulator/random.ts';
import { type RenderedThreat, renderThreat } from '../../src/simulator/threats/render-threat.ts';
import { THREAT_CATEGORIES } from '../../src/simulator/threats/threat-kinds.ts';
import { openCropFile } from './crop-file.ts';
import { TRAINING_SCANNERS } from './training-scanners.ts';

interface PrepareOptions {
  readonly scanner: (typeof TRAINING_SCANNERS)[number];
  readonly count: number;
  readonly seed: number;
  readonly out: string;
}

/**
 * What a pixel of 256 rows is in the plane of a container's middle, at the median of the training scanners. A fan beam shows
 * a container of 259 cm as high as one of 330 cm there: its near edges stand nearer to the source.
 */
const SEEN_PIXEL_CM = 1.3;
const OPEN_BEAM = 60_000;
const LIGHTEST_KG = 1;
const HEAVIEST_KG = 200;

/**
 * Renders threats alone, at the pitch at which trained technologies see containers, for projection while training:
 * `threats-<scanner>-<seed>.bin` holds high and low transmission (16 bit, 1 = 60,000), the `.jsonl` beside it a line each.
 */
async function prepare({ scanner, count, seed, out }: PrepareOptions): Promise<void> {
  const name = `threats-${scanner}-${seed}`;
  const file = await openCropFile(out, name);
  const random = createRandom(seed, 'threat-plan');
  const progress = startProgress(`rendering ${name}`, count);
  for (let index = 0; index < count; index++) {
    const category = THREAT_CATEGORIES[index % THREAT_CATEGORIES.length] ?? 'cocaine';
    const massKg = LIGHTEST_KG * (HEAVIEST_KG / LIGHTEST_KG) ** random.unit();
    const threat = renderThreat({ seed: random.integer(0, 0x7fffffff), scanner, category, massKg });
    const widthPx = seenPx(threat.widthPx, threat.pitchCm);
    const heightPx = seenPx(threat.heightPx, threat.pitchCm);
    const facts = { scanner, category, massKg: threat.massKg, widthPx, heightPx, low: true, mask: false };
    file.append(facts, [shrink(threat, 'high', widthPx, heightPx), shrink(threat, 'low', widthPx, heightPx)]);
    progress.advance();
  }
  progress.stop();
  await file.close();
}

function seenPx(lengthPx: number, pitchCm: number): number {
  return Math.max(1, Math.round((lengthPx * pitchCm) / SEEN_PIXEL_CM));
}

function shrink(threat: RenderedThreat, energy: 'high' | 'low', toWidthPx: number, toHeightPx: number): Uint16Array {
  const samples = Uint16Array.from(threat.transmission[energy], (through) => through * OPEN_BEAM + 0.5);
  const whole = { x: 0, y: 0, width: threat.widthPx, height: threat.heightPx };
  return Uint16Array.from(resample({ samples, widthPx: threat.widthPx }, whole, toWidthPx, toHeightPx));
}

await new Command('prepare-threats')
  .description('render threats alone, for projection into benign scans while training')
  .addOption(new Option('--scanner <preset>', 'whose beam shows them').choices(TRAINING_SCANNERS).makeOptionMandatory())
  .requiredOption('--count <n>', 'how many threats', parseWhole('--count', 1))
  .requiredOption('--seed <n>', 'the same seed gives the same threats', parseWhole('--seed', 0))
  .requiredOption('--out <dir>', 'where the files go')
  .action(prepare)
  .parseAsync();
