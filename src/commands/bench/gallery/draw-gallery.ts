import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import type { Detector } from '../../../inference/detector.ts';
import { judgedBy } from '../../evaluation/judged-scan.ts';
import { findScans, type ScanSource } from '../../find-scans.ts';
import { loadTechnologies } from '../../load-technologies.ts';
import { type Progress, type StartProgress, startProgress } from '../../progress.ts';
import { wantedScans } from '../plan.ts';
import type { BenchRun } from '../run-plan.ts';
import { type ChosenScans, chooseScans } from './choose-scans.ts';
import { drawScan } from './draw-scan.ts';
import type { Gallery, GalleryGroup, GalleryScan, TechnologyGallery } from './gallery.ts';

/**
 * Draws hits, misses and false alarms of each technology of a run, one technology after the other. A scan whose score is
 * another one now than in the run is left out: what would be shown is not what was counted. So is one that the technology
 * fails on now. Fails where a scan or a technology can no longer be had.
 */
export async function drawGallery(
  { report, scans }: BenchRun,
  modelsDir: string,
  tell: StartProgress = startProgress,
): Promise<Outcome<Gallery>> {
  const sources = await findScans(wantedScans(report.plan));
  if (!sources.ok) return sources;
  const bySource = new Map(sources.value.map((source) => [source.name, source]));
  const wanted = report.technologies.map(({ id }, place) => ({ id, chosen: chooseScans(judgedBy(place, scans)) }));
  const pictures = wanted.flatMap(({ chosen }) => chosen.flatMap((group) => group.chosen));
  const progress = tell('drawing', pictures.length);
  const gallery: TechnologyGallery[] = [];
  try {
    for (const { id, chosen } of wanted) {
      const loaded = await loadTechnologies(modelsDir, [id]);
      if (!loaded.ok) return loaded;
      const [technology] = loaded.value;
      if (technology === undefined) return fail('unknown-technology', `There is no technology ${id} any more.`);
      if (!technology.outcome.ok) return technology.outcome;
      const detector = technology.outcome.value;
      const groups = await drawGroups(chosen, detector, bySource, progress);
      await detector.close();
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
  detector: Detector,
  sources: ReadonlyMap<string, ScanSource>,
  progress: Progress,
): Promise<Outcome<readonly GalleryGroup[]>> {
  const groups: GalleryGroup[] = [];
  for (const { kind, total, chosen: scans } of chosen) {
    const shown: GalleryScan[] = [];
    for (const scan of scans) {
      const source = sources.get(scan.name);
      if (source === undefined) return fail('not-found', `${scan.name} left its folder while the benchmark ran.`);
      const drawn = await drawScan(source, detector);
      progress.advance();
      if (!drawn.ok && drawn.failure.code === 'runtime-failed') continue;
      if (!drawn.ok) return drawn;
      if (drawn.value.score !== scan.score) continue;
      const { key, score, cargo, category, massKg, place } = scan;
      const { threshold } = scan.operatingPoint;
      shown.push({ key, score, threshold, cargo, category, massKg, place, pictures: drawn.value.pictures });
    }
    groups.push({ kind, total, scans: shown });
  }
  return succeed(groups);
}
