import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import { type Progress, type StartProgress, startProgress } from '../../command-line/progress.ts';
import { judgedBy } from '../../evaluation/judged-scan.ts';
import type { IsEndAsked } from '../end-early.ts';
import { wantedScans } from '../plan/plan.ts';
import type { BenchRun } from '../run-plan.ts';
import { type ChosenScans, chooseScans } from './choose-scans.ts';
import type { DrawnScan } from './draw-scan.ts';
import type { DrawingSetup } from './drawing-messages.ts';
import { type DrawingProcess, startDrawingProcess } from './drawing-process.ts';
import type { Gallery, GalleryGroup, GalleryScan, TechnologyGallery } from './gallery.ts';

type StartDrawing = (setup: DrawingSetup) => Promise<Outcome<DrawingProcess>>;

interface DrawGallery {
  readonly modelsDir: string;
  /** Who is told how far it is; a bar on the terminal without it. */
  readonly tell?: StartProgress;
  /** Starts a process. */
  readonly start?: StartDrawing;
  /** Asked before each scan. */
  readonly isEndAsked?: IsEndAsked;
}

/**
 * Draws hits, misses and false alarms of each technology of a run, one technology after the other, each in a process of its
 * own. A scan whose score is another one now than in the run is left out: what would be shown is not what was counted. So is
 * one that the technology fails on now, or amid which its process ends. Fails where a scan or a technology can no longer be
 * had, and where its end is asked for: half a gallery would be taken for what a technology finds.
 */
export async function drawGallery(
  { report, scans }: Pick<BenchRun, 'report' | 'scans'>,
  { modelsDir, tell = startProgress, start = startDrawingProcess, isEndAsked = () => false }: DrawGallery,
): Promise<Outcome<Gallery>> {
  const wanted = report.technologies.map(({ id }, place) => ({ id, chosen: chooseScans(judgedBy(place, scans)) }));
  const pictures = wanted.flatMap(({ chosen }) => chosen.flatMap((group) => group.chosen));
  const progress = tell('drawing', pictures.length);
  const gallery: TechnologyGallery[] = [];
  try {
    for (const { id, chosen } of wanted) {
      const setup = { modelsDir, technology: id, scans: wantedScans(report.plan) };
      const groups = await drawGroups(chosen, () => start(setup), progress, isEndAsked);
      if (!groups.ok) return groups;
      gallery.push({ technology: id, groups: groups.value });
    }
  } finally {
    progress.stop();
  }
  return succeed(gallery);
}

async function drawGroups(
  chosen: readonly ChosenScans[],
  start: () => Promise<Outcome<DrawingProcess>>,
  progress: Progress,
  isEndAsked: IsEndAsked,
): Promise<Outcome<readonly GalleryGroup[]>> {
  let drawing: DrawingProcess | null = null;
  try {
    const groups: GalleryGroup[] = [];
    for (const { kind, total, chosen: scans } of chosen) {
      const shown: GalleryScan[] = [];
      for (const scan of scans) {
        if (isEndAsked()) return fail('conflict', 'Ctrl-C ended its drawing. The report is whole without it.');
        if (drawing === null) {
          const started = await start();
          if (!started.ok) return started;
          drawing = started.value;
        }
        const drawn = await drawing.draw(scan.name);
        progress.advance();
        if ('ended' in drawn) {
          // The next scan has a new one.
          drawing = null;
          continue;
        }
        if (!drawn.message.ok && drawn.message.failure.code === 'runtime-failed') continue;
        if (!drawn.message.ok) return drawn.message;
        if (drawn.message.value.score === scan.score) shown.push(galleryScan(scan, drawn.message.value));
      }
      groups.push({ kind, total, scans: shown });
    }
    return succeed(groups);
  } finally {
    await drawing?.stop();
  }
}

function galleryScan(scan: ChosenScans['chosen'][number], { pictures }: DrawnScan): GalleryScan {
  const { key, score, cargo, category, massKg, place } = scan;
  return { key, score, threshold: scan.operatingPoint.threshold, cargo, category, massKg, place, pictures };
}
