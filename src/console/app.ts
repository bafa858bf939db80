import type { Sample } from '../domain/sample.ts';
import { fetchSampleUpload, screenScan } from './api-client.ts';
import type { Answer, Problem } from './api-document.ts';
import { attachDropZone } from './drop-zone.ts';
import { pageElement } from './element.ts';
import { type FailedScan, severalFailed } from './failed-scan.ts';
import { createFileQueue } from './file-queue.ts';
import { fillShelf } from './fill-shelf.ts';
import { createHistoryStrip, type HistoryItem } from './history-strip.ts';
import { keepKeyboard } from './keep-keyboard.ts';
import { createKeyDialog } from './key-dialog.ts';
import { DECISION_WORDS, explainDecision } from './plain-words.ts';
import { createProblemNotice } from './problem-notice.ts';
import { createSamplePicker } from './sample-picker.ts';
import { createScanDisplay } from './scan-display.ts';
import { groupScanFiles, type ScanUpload } from './scan-files.ts';
import type { ScreenedScan } from './screened-scan.ts';
import { createTechnologyPicker } from './technology-picker.ts';
import { watchTechnologies } from './watch-technologies.ts';

/** Older scans leave the page: each holds its pictures. */
const HISTORY_LIMIT = 24;

const empty = pageElement('empty', HTMLElement);
const busy = pageElement('busy', HTMLElement);
const busyName = pageElement('busy-name', HTMLElement);
const busyRest = pageElement('busy-rest', HTMLElement);
const stageRoot = pageElement('stage', HTMLElement);
const scanCanvas = pageElement('scan', HTMLCanvasElement);
const files = pageElement('files', HTMLInputElement);
const historyBar = pageElement('history-bar', HTMLElement);
const announcement = pageElement('announcement', HTMLElement);

let history: readonly (ScreenedScan | FailedScan)[] = [];
/** Grows with every request: an answer that was overtaken is kept in the history, and not opened. */
let turn = 0;
let failedCount = 0;
/** Whether the notice says that the list of technologies could not be had. */
let isListMissing = false;

const display = createScanDisplay({
  onProblem: (problem, scanName) => report(problem, scanName),
  onKeyRefused: (why) => keyDialog.ask(why),
});
const picker = createTechnologyPicker(pageElement('technologies', HTMLElement), () => {
  const shown = display.shownScan();
  if (shown === null) return;
  const { upload, name, sample } = shown;
  void screen(async () => ({ ok: true, value: upload }), name, sample);
});
const samplePicker = createSamplePicker(pageElement('samples', HTMLElement), (sample) => void screenSample(sample));
const notice = createProblemNotice(
  pageElement('problem', HTMLElement),
  () => void keepKeyboard(() => report(null), scanCanvas),
);
const strip = createHistoryStrip(pageElement('history', HTMLElement), (id) => {
  const found = history.find((item) => item.id === id);
  if (found === undefined) return;
  if ('problem' in found) reportFailed(found);
  else void open(found);
});
const keyDialog = createKeyDialog(() => {
  report(null);
  void showTechnologies();
});

function report(problem: Problem | null, scanName?: string, tryAgain?: () => void): void {
  notice.show(problem, scanName, tryAgain);
  isListMissing = false;
  if (problem?.code === 'unauthenticated') keyDialog.ask(problem.detail);
  empty.hidden = display.shownScan() !== null || problem !== null;
}

function reportFailed(failed: FailedScan): void {
  report(failed.problem, failed.name, () => {
    history = history.filter((item) => item !== failed);
    const again = () => screen(async () => ({ ok: true, value: failed.upload }), failed.name, failed.sample);
    void keepKeyboard(again, scanCanvas);
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

function showHistory(): void {
  historyBar.hidden = history.length === 0;
  const items = history.flatMap((item): readonly HistoryItem[] => {
    const { id, name } = item;
    if ('problem' in item) return [{ id, name, outcome: 'failed', score: null }];
    const [first] = item.scan.screenings;
    return first === undefined ? [] : [{ id, name, outcome: first.decision, score: first.score }];
  });
  strip.show(items, display.shownScan()?.id ?? null);
}

async function open(screened: ScreenedScan): Promise<void> {
  const drawn = display.show(screened);
  report(null);
  samplePicker.select(screened.sample?.id ?? null);
  showHistory();
  await drawn;
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
  const chosen = [...(files.files ?? [])];
  void keepKeyboard(() => screenFiles(chosen), scanCanvas);
  files.value = '';
});

void showTechnologies();
await fillShelf(samplePicker, (first) => void keepKeyboard(() => screenSample(first), scanCanvas));
document.body.setAttribute('data-state', 'ready');
