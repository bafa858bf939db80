import type { Detection } from '../domain/detection.ts';
import type { Sample } from '../domain/sample.ts';
import { fetchSamples, fetchSampleUpload, screenScan } from './api-client.ts';
import type { Answer, Problem } from './api-document.ts';
import { attachDropZone } from './drop-zone.ts';
import { element, pageElement } from './element.ts';
import { type FailedScan, severalFailed } from './failed-scan.ts';
import { createFileQueue } from './file-queue.ts';
import { createFindings } from './findings/findings.ts';
import { createHistoryStrip, type HistoryItem } from './history-strip.ts';
import { createKeyDialog } from './key-dialog.ts';
import { DECISION_WORDS, explainDecision } from './plain-words.ts';
import { createProblemNotice } from './problem-notice.ts';
import { NO_PICTURE } from './problems.ts';
import { redraw } from './redraw.ts';
import { createSamplePicker } from './sample-picker.ts';
import { groupScanFiles, type ScanUpload } from './scan-files.ts';
import { decodeMap, decodeTruthMask, decodeView, type ScreenedScan } from './screened-scan.ts';
import { createStage } from './stage/stage.ts';
import { createTechnologyPicker } from './technology-picker.ts';
import { watchTechnologies } from './watch-technologies.ts';

/** Older scans leave the page: each holds its pictures. */
const HISTORY_LIMIT = 24;

const empty = pageElement('empty', HTMLElement);
const busy = pageElement('busy', HTMLElement);
const busyName = pageElement('busy-name', HTMLElement);
const busyRest = pageElement('busy-rest', HTMLElement);
const stageRoot = pageElement('stage', HTMLElement);
const views = pageElement('views', HTMLElement);
const files = pageElement('files', HTMLInputElement);
const historyBar = pageElement('history-bar', HTMLElement);
const announcement = pageElement('announcement', HTMLElement);

let history: readonly (ScreenedScan | FailedScan)[] = [];
let current: ScreenedScan | null = null;
let viewIndex = 0;
let screeningIndex = 0;
let selected: Detection | null = null;
/** Grows with every request: an answer that was overtaken is kept in the history, and not opened. */
let turn = 0;
let failedCount = 0;
/** Whether the notice says that the list of technologies could not be had. */
let isListMissing = false;

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
  if (found === undefined) return;
  if ('problem' in found) reportFailed(found);
  else void open(found);
});
const findings = createFindings({
  onTechnology: (index) => {
    screeningIndex = index;
    selected = null;
    void showScreening();
  },
  onDetection: (detection) => void showDetection(detection),
  onKeyRefused: (why) => keyDialog.ask(why),
});

const keyDialog = createKeyDialog(() => {
  report(null);
  void showTechnologies();
});

function report(problem: Problem | null, scanName?: string, tryAgain?: () => void): void {
  notice.show(problem, scanName, tryAgain);
  isListMissing = false;
  if (problem?.code === 'unauthenticated') keyDialog.ask(problem.detail);
  empty.hidden = current !== null || problem !== null;
}

function reportFailed(failed: FailedScan): void {
  report(failed.problem, failed.name, () => {
    history = history.filter((item) => item !== failed);
    void screen(async () => ({ ok: true, value: failed.upload }), failed.name, failed.sample);
  });
}

function showTechnologies(): Promise<void> {
  return watchTechnologies((answer) => {
    if (!answer.ok) {
      report(answer.problem);
      isListMissing = true;
      return;
    }
    picker.show(answer.value);
    if (isListMissing) report(null);
  });
}

/** Which scan is being screened; null for none. */
function setBusy(name: string | null): void {
  busy.hidden = name === null;
  busyName.textContent = name === null ? '' : `Screening ${name}`;
  showWaiting();
  stageRoot.setAttribute('aria-busy', String(name !== null));
}

function showWaiting(): void {
  const count = queue.waitingCount();
  busyRest.textContent = count === 0 ? '' : `, ${count} more to come`;
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

function showHistory(): void {
  historyBar.hidden = history.length === 0;
  const items = history.flatMap((item): readonly HistoryItem[] => {
    const { id, name } = item;
    if ('problem' in item) return [{ id, name, outcome: 'failed', score: null }];
    const [first] = item.scan.screenings;
    return first === undefined ? [] : [{ id, name, outcome: first.decision, score: first.score }];
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
  announce(screened);
}

function announce({ name, scan }: ScreenedScan): void {
  const [first] = scan.screenings;
  if (first !== undefined) {
    announcement.textContent = `${name}: ${DECISION_WORDS[first.decision]}. ${explainDecision(first)}`;
  }
}

function keep(item: ScreenedScan | FailedScan): void {
  history = [item, ...history].slice(0, HISTORY_LIMIT);
  showHistory();
}

/**
 * Screens what `prepare` gives and opens the answer, unless something else was asked for meanwhile: then it is in the
 * history alone. Gives what was sent and got no decision.
 */
async function screen(
  prepare: () => Promise<Answer<ScanUpload<File>>>,
  name: string,
  sample: Sample | null,
): Promise<FailedScan | null> {
  const mine = ++turn;
  report(null);
  setBusy(name);
  const prepared = await prepare();
  if (mine !== turn) return null;
  if (!prepared.ok) {
    setBusy(null);
    report(prepared.problem, name);
    return null;
  }
  const upload = prepared.value;
  const sentAt = performance.now();
  const answer = await screenScan(upload, picker.chosen());
  const roundTripMs = performance.now() - sentAt;
  const isOvertaken = mine !== turn;
  if (!answer.ok) {
    const failed = { id: `failed-${++failedCount}`, name, upload, sample, problem: answer.problem };
    keep(failed);
    if (isOvertaken) return failed;
    reportFailed(failed);
    setBusy(null);
    return failed;
  }
  const screened = { id: answer.value.id, name, scan: answer.value, upload, sample, roundTripMs };
  keep(screened);
  if (isOvertaken) announce(screened);
  else await open(screened);
  if (mine === turn) setBusy(null);
  return null;
}

async function screenSample(sample: Sample): Promise<void> {
  await screen(() => fetchSampleUpload(sample), sample.id, sample);
}

const queue = createFileQueue(
  (upload: ScanUpload<File>) => screen(async () => ({ ok: true, value: upload }), upload.name, null),
  (results) => {
    const failed = results.filter((result) => result !== null);
    if (failed.length > 0 && results.length > 1) {
      const names = failed.map(({ name }) => name);
      report(severalFailed(names, results.length));
    }
  },
);

async function screenFiles(chosen: readonly File[]): Promise<void> {
  const done = queue.add(groupScanFiles(chosen));
  showWaiting();
  await done;
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
