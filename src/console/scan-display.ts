import type { Detection } from '../domain/screening/detection.ts';
import type { Problem } from './api-document.ts';
import { element, pageElement } from './element.ts';
import { createFindings } from './findings/findings.ts';
import { NO_ROOM } from './problems.ts';
import { redraw } from './redraw.ts';
import { decodeMap, decodeTruthMask, decodeView } from './scan-pictures.ts';
import type { ScreenedScan } from './screened-scan.ts';
import { createStage } from './stage/stage.ts';

/** The one scan that is on the screen: a view on the stage, and the findings of one technology beside it. */
export interface ScanDisplay {
  /** Shows the first view and the first technology. Resolves when they are drawn, or overtaken by another choice. */
  readonly show: (screened: ScreenedScan) => Promise<void>;
  readonly shownScan: () => ScreenedScan | null;
}

export function createScanDisplay({
  onProblem,
  onKeyRefused,
}: {
  readonly onProblem: (problem: Problem, scanName: string) => void;
  readonly onKeyRefused: (why: string) => void;
}): ScanDisplay {
  const views = pageElement('views', HTMLElement);
  const stage = createStage();
  let current: ScreenedScan | null = null;
  let viewIndex = 0;
  let screeningIndex = 0;
  let selected: Detection | null = null;

  const findings = createFindings({
    onTechnology: (index) => {
      screeningIndex = index;
      selected = null;
      void showScreening();
    },
    onDetection: (detection) => void showDetection(detection),
    onKeyRefused,
  });

  /** What is on the screen at this moment, or null while nothing is. */
  function shown() {
    const screening = current?.scan.screenings[screeningIndex];
    const view = current?.scan.views[viewIndex];
    if (current === null || screening === undefined || view === undefined) return null;
    const sample = current.source?.sample ?? null;
    return { screened: current, screening, screeningIndex, view, selected, sample };
  }

  async function showScreening(): Promise<void> {
    const now = shown();
    if (now === null) return;
    stage.mark(now);
    findings.show(now);
    const map = await decodeMap(now.screened, now.screeningIndex, now.view.name);
    if (shown()?.screening === now.screening) complainUnless(stage.showMap(map), now.screened);
  }

  async function showView(index: number): Promise<void> {
    viewIndex = index;
    const now = shown();
    if (now === null) return;
    showViewButtons();
    const picture = await decodeView(now.screened.id, now.view);
    if (shown()?.view !== now.view) return;
    if (!picture.ok) onProblem(picture.problem, now.screened.name);
    const plane = picture.ok ? picture.value : null;
    const { widthPx, heightPx, name } = now.view;
    const description = `${now.screened.name}, view ${name}, ${widthPx} by ${heightPx} pixels`;
    complainUnless(stage.showView(plane, now, description), now.screened);
    await showScreening();
    const mask = await decodeTruthMask(now.sample, name);
    if (shown()?.view === now.view) complainUnless(stage.showTruthMask(mask), now.screened);
  }

  function complainUnless(isDrawn: boolean, { name }: ScreenedScan): void {
    if (!isDrawn) onProblem(NO_ROOM, name);
  }

  function showViewButtons(): void {
    const all = current?.scan.views ?? [];
    views.hidden = all.length < 2;
    const buttons = all.map(({ name }, index) => {
      const state = { 'aria-pressed': String(index === viewIndex), 'data-key': name };
      const button = element('button', { type: 'button', ...state }, name);
      button.addEventListener('click', () => void showView(index));
      return button;
    });
    redraw(views, buttons);
  }

  async function showDetection(detection: Detection): Promise<void> {
    selected = detection;
    const index = current?.scan.views.findIndex((view) => view.name === detection.view) ?? -1;
    if (index >= 0 && index !== viewIndex) await showView(index);
    else await showScreening();
    stage.zoomTo(detection);
  }

  return {
    async show(screened) {
      current = screened;
      screeningIndex = 0;
      selected = null;
      await showView(0);
    },
    shownScan: () => current,
  };
}
