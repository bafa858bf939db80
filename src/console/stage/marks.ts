import type { Sample } from '../../domain/scan/sample.ts';
import type { Detection } from '../../domain/screening/detection.ts';
import type { Screening, ViewReport } from '../../domain/screening/scan.ts';
import { scoreText } from '../plain-words.ts';
import type { LayerChoice } from './layer-controls.ts';
import type { Mark } from './overlay.ts';

export interface Marked {
  readonly view: ViewReport;
  readonly screening: Screening;
  readonly sample: Sample | null;
  readonly selected: Detection | null;
}

function truthMark(sample: Sample, view: string): readonly Mark[] {
  if (sample.truth === 'benign') return [];
  const box = sample.truth.threat.boxes?.[view];
  const label = `truth: ${sample.truth.threat.category.replaceAll('-', ' ')}`;
  return box === undefined ? [] : [{ box, label, kind: 'truth', isSelected: false }];
}

/** The boxes to draw over a view: containers beneath, truth above them, detections on top. */
export function marksOf(marked: Marked, choice: LayerChoice): readonly Mark[] {
  const { view, screening, sample, selected } = marked;
  const marks: Mark[] = [];
  if (choice.isContainerShown) {
    const located = view.containers.length > 0 ? view.containers : view.container === null ? [] : [view.container];
    for (const box of located) marks.push({ box, label: '', kind: 'container', isSelected: false });
  }
  if (choice.isTruthShown && sample !== null) marks.push(...truthMark(sample, view.name));
  if (choice.isDetectionsShown) {
    for (const detection of screening.detections) {
      if (detection.view !== view.name) continue;
      const label = scoreText(detection.score);
      marks.push({ box: detection.box, label, kind: 'detection', isSelected: detection === selected });
    }
  }
  return marks;
}
