import type { Detection } from '../domain/detection.ts';
import type { Sample } from '../domain/sample.ts';
import { fetchSamples, fetchSampleUpload, screenScan } from './api-client.ts';
import type { Answer, Problem } from './api-document.ts';
import { attachDropZone } from './drop-zone.ts';
import { element, pageElement } from './element.ts';
import { createFindings } from './findings.ts';
import { createHistoryStrip } from './history-strip.ts';
import { createKeyDialog } from './key-dialog.ts';
import { DECISION_WORDS, explainDecision } from './plain-words.ts';
import { createProblemNotice } from './problem-notice.ts';
import { NO_PICTURE } from './problems.ts';
import { createSamplePicker } from './sample-picker.ts';
import { groupScanFiles, type ScanUpload } from './scan-files.ts';
import { decodeMap, decodeTruthMask, decodeView, type ScreenedScan } from './screened-scan.ts';
import { createStage } from './stage.ts';
import { createTechnologyPicker } from './technology-picker.ts';
import { watchTechnologies } from './watch-technologies.ts';

/** Older scans leave the page: each holds its pictures. */
const HISTORY_LIMIT = 24;

const empty = pageElement('empty', HTMLElement);
const busy = pageElement('busy', HTMLElement);
const busyText = pageElement('busy-text', HTMLElement);
const stageRoot = pageElement('stage', HTMLElement);
const views = pageElement('views', HTMLElement);
const files = pageElement('files', HTMLInputElement);
const historyBar = pageElement('history-bar', HTMLElement);
const announcement = pageElement('announcement', HTMLElement);

let history: readonly ScreenedScan[] = [];
let current: ScreenedScan | null = null;
let viewIndex = 0;
let screeningIndex = 0;
let selected: Detection | null = null;
/** Grows with every request: an answer that was overtaken is not shown. */
let turn = 0;

const stage = createStage();
const picker = createTechnologyPicker(pageElement('technologies', HTMLElement), () => {
  if (current === null) return;
  const { upload, name, sample } = current;
  void screen(async () => ({ ok: true, value: upload }), name, sample);
});
const samplePicker = createSamplePicker(pageElement('samples', HTMLElement), (sample) => void screenSample(sample));
const notice = createProblemNotice(pageElement('problem', HTMLElement), () => report(null));
const strip = createHistoryStrip(pageElement('history', HTMLElement), (id) => {
  const found = history.find((item) => item.id === id);
  if (found !== undefined) void open(found);
});
const findings = createFindings({
  onTechnology: (index) => {
    screeningIndex = index;
    selected = null;
    void showScreening();
  },
  onDetection: (detection) => void showDetection(detection),
});

const keyDialog = createKeyDialog(() => {
  report(null);
  void showTechnologies();
});

function report(problem: Problem | null, scanName?: string): void {
  notice.show(problem, scanName);
  if (problem?.code === 'unauthenticated') keyDialog.ask(problem.detail);
  empty.hidden = current !== null || problem !== null;
}

function showTechnologies(): Promise<void> {
  return watchTechnologies((answer) => {
    if (answer.ok) picker.show(answer.value);
    else report(answer.problem);
  });
}

function setBusy(text: string | null): void {
  busy.hidden = text === null;
  busyText.textContent = text ?? '';
  stageRoot.setAttribute('aria-busy', String(text !== null));
}

/** What is on the screen at this moment, or null while nothing is. */
function shown() {
  const screening = current?.scan.screenings[screeningIndex];
  const view = current?.scan.views[viewIndex];
  if (current === null || screening === undefined || view === undefined) return null;
  return { screened: current, screening, screeningIndex, view, selected, sample: current.sample };
}

async function showScreening(): Promise<void> {
  const now = shown();
  if (now === null) return;
  stage.mark(now);
  findings.show(now);
  const map = await decodeMap(now.screened, now.screeningIndex, now.view.name);
  if (shown()?.screening === now.screening) stage.showMap(map);
}

async function showView(index: number): Promise<void> {
  viewIndex = index;
  const now = shown();
  if (now === null) return;
  showViewButtons();
  const plane = await decodeView(now.view);
  if (shown()?.view !== now.view) return;
  if (plane === null) report(NO_PICTURE, now.screened.name);
  const { widthPx, heightPx, name } = now.view;
  stage.showView(plane, now, `${now.screened.name}, view ${name}, ${widthPx} by ${heightPx} pixels`);
  await showScreening();
  const mask = await decodeTruthMask(now.sample, name);
  if (shown()?.view === now.view) stage.showTruthMask(mask);
}

function showViewButtons(): void {
  const all = current?.scan.views ?? [];
  views.hidden = all.length < 2;
  views.replaceChildren(
    ...all.map(({ name }, index) => {
      const button = element('button', { type: 'button', 'aria-pressed': String(index === viewIndex) }, name);
      button.addEventListener('click', () => void showView(index));
      return button;
    }),
  );
}

async function showDetection(detection: Detection): Promise<void> {
  selected = detection;
  const index = current?.scan.views.findIndex((view) => view.name === detection.view) ?? -1;
  if (index >= 0 && index !== viewIndex) await showView(index);
  else await showScreening();
  stage.zoomTo(detection);
}

function showHistory(): void {
  historyBar.hidden = history.length === 0;
  const items = history.flatMap(({ id, name, scan }) => {
    const [first] = scan.screenings;
    return first === undefined ? [] : [{ id, name, decision: first.decision, score: first.score }];
  });
  strip.show(items, current?.id ?? null);
}

async function open(screened: ScreenedScan): Promise<void> {
  current = screened;
  screeningIndex = 0;
  selected = null;
  report(null);
  samplePicker.select(screened.sample?.id ?? null);
  showHistory();
  await showView(0);
  const [first] = screened.scan.screenings;
  if (first !== undefined) {
    announcement.textContent = `${screened.name}: ${DECISION_WORDS[first.decision]}. ${explainDecision(first)}`;
  }
}

/** Screens what `prepare` gives and opens the answer, unless something else was asked for meanwhile. */
async function screen(
  prepare: () => Promise<Answer<ScanUpload<File>>>,
  name: string,
  sample: Sample | null,
): Promise<void> {
  const mine = ++turn;
  report(null);
  setBusy(`Screening ${name}`);
  const prepared = await prepare();
  if (mine !== turn) return;
  if (!prepared.ok) {
    setBusy(null);
    return report(prepared.problem, name);
  }
  const upload = prepared.value;
  const sentAt = performance.now();
  const answer = await screenScan(upload, picker.chosen());
  const roundTripMs = performance.now() - sentAt;
  if (mine !== turn) return;
  if (answer.ok) {
    const screened = { id: answer.value.id, name, scan: answer.value, upload, sample, roundTripMs };
    history = [screened, ...history].slice(0, HISTORY_LIMIT);
    await open(screened);
  } else {
    report(answer.problem, name);
  }
  if (mine === turn) setBusy(null);
}

function screenSample(sample: Sample): Promise<void> {
  return screen(() => fetchSampleUpload(sample), sample.id, sample);
}

async function screenFiles(chosen: readonly File[]): Promise<void> {
  for (const upload of groupScanFiles(chosen))
    await screen(async () => ({ ok: true, value: upload }), upload.name, null);
}

attachDropZone(document.body, (dropped) => void screenFiles(dropped));
for (const id of ['open-files', 'choose-files']) {
  pageElement(id, HTMLButtonElement).addEventListener('click', () => files.click());
}
files.addEventListener('change', () => {
  void screenFiles([...(files.files ?? [])]);
  files.value = '';
});

const trySample = pageElement('try-sample', HTMLButtonElement);
void showTechnologies();
const samples = await fetchSamples();
if (samples.ok) {
  samplePicker.show(samples.value);
  const first = samples.value.find(({ truth }) => truth !== 'benign') ?? samples.value[0];
  trySample.disabled = first === undefined;
  if (first !== undefined) trySample.addEventListener('click', () => void screenSample(first));
} else {
  trySample.disabled = true;
}
document.body.setAttribute('data-state', 'ready');
