import type { Detection } from '../../domain/screening/detection.ts';
import type { Screening, ViewReport } from '../../domain/screening/scan.ts';
import { pageElement } from '../element.ts';
import { redraw } from '../redraw.ts';
import type { ScreenedScan } from '../screened-scan.ts';
import { decisionPanel } from './decision-panel.ts';
import { detectionList } from './detection-list.ts';
import { createInspectionLine } from './inspection-line.ts';
import { qualityPanel } from './quality-panel.ts';
import { createTechnologyTabs } from './technology-tabs.ts';
import { timingsBar } from './timings-bar.ts';

export interface Shown {
  readonly screened: ScreenedScan;
  readonly screening: Screening;
  readonly screeningIndex: number;
  readonly view: ViewReport;
  readonly selected: Detection | null;
}

export interface FindingsHandlers {
  readonly onTechnology: (index: number) => void;
  readonly onDetection: (detection: Detection) => void;
  /** The service refused the key that an inspection was sent with, and said why. */
  readonly onKeyRefused: (why: string) => void;
}

export interface Findings {
  show(shown: Shown): void;
}

/** The cards beneath the scan: decision, detections, quality, time. */
export function createFindings(handlers: FindingsHandlers): Findings {
  const root = pageElement('findings', HTMLElement);
  const tabs = createTechnologyTabs(pageElement('tabs', HTMLElement), handlers.onTechnology);
  const decision = pageElement('decision', HTMLElement);
  const detections = pageElement('detections', HTMLElement);
  const quality = pageElement('quality', HTMLElement);
  const timings = pageElement('timings', HTMLElement);
  const inspection = createInspectionLine(handlers.onKeyRefused);
  return {
    show({ screened, screening, screeningIndex, view, selected }) {
      root.hidden = false;
      tabs.show(screened.scan.screenings, screeningIndex);
      decision.replaceChildren(decisionPanel(screened.name, screening, screened.source?.sample?.truth ?? null));
      redraw(detections, [detectionList(screening, selected, handlers.onDetection)]);
      quality.replaceChildren(qualityPanel(view));
      inspection.show(screened);
      timings.replaceChildren(timingsBar(screening.timings, screened.roundTripMs));
    },
  };
}
