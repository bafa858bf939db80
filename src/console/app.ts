import { fetchTechnologies, readScan, screenScan } from './api-client.ts';
import type { PicturedScan, Problem } from './api-document.ts';
import { createBusyLine } from './busy-line.ts';
import { attachDropZone } from './drop-zone.ts';
import { pageElement } from './element.ts';
import { createFileQueue } from './file-queue.ts';
import { fillShelf } from './fill-shelf.ts';
import { awaitScreened } from './history/await-screened.ts';
import { type FailedScan, severalFailed } from './history/failed-scan.ts';
import { createHistoryStrip, type HistoryItem } from './history/history-strip.ts';
import { recordName } from './history/record-name.ts';
import { scanInAddress, showInAddress } from './history/scan-address.ts';
import { type HistoryEntry, nameOfRecord, withEntry } from './history/scan-history.ts';
import { keepKeyboard } from './keep-keyboard.ts';
import { createKeyDialog } from './key-dialog.ts';
import { DECISION_WORDS, explainDecision } from './plain-words.ts';
import { createProblemNotice } from './problem-notice.ts';
import { notScreened } from './problems.ts';
import { createSamplePicker } from './sample-picker.ts';
import { createScanDisplay } from './scan-display.ts';
import { groupScanFiles } from './scan-files.ts';
import { fileSource, folderSource, sampleSource } from './scan-source.ts';
import type { ScanSource, ScreenedScan } from './screened-scan.ts';
import { createTechnologyPicker } from './technology-picker.ts';
import { watchTechnologies } from './watch-technologies.ts';

const empty = pageElement('empty', HTMLElement);
const scanCanvas = pageElement('scan', HTMLCanvasElement);
const files = pageElement('files', HTMLInputElement);
const historyBar = pageElement('history-bar', HTMLElement);
const announcement = pageElement('announcement', HTMLElement);
const againLine = pageElement('again-line', HTMLElement);
const again = pageElement('again', HTMLButtonElement);

let history: readonly HistoryEntry[] = [];
/** Grows with all that somebody asks to see: an answer that was overtaken is kept in the history, and not opened. */
let turn = 0;
/** The turn of what was opened last. */
let openedTurn = 0;
/** The turn of what is in the queue: what is dropped meanwhile comes behind it and overtakes nothing. */
let queueTurn = 0;
let failedCount = 0;
/** Whether the notice says that the list of technologies could not be had. */
let isListMissing = false;

const display = createScanDisplay({
  onProblem: (problem, scanName) => report(problem, scanName),
  onKeyRefused: (why) => keyDialog.ask(why),
});
const picker = createTechnologyPicker(pageElement('technologies', HTMLElement), showAgainLine);
const samplePicker = createSamplePicker(
  pageElement('samples', HTMLElement),
  (sample) => void screenNow(sampleSource(sample)),
);
const notice = createProblemNotice(
  pageElement('problem', HTMLElement),
  () => void keepKeyboard(() => report(null), scanCanvas),
);
const strip = createHistoryStrip(pageElement('history', HTMLElement), (id) => {
  const found = history.find((item) => item.id === id);
  if (found === undefined) return;
  turn += 1;
  busyLine.update();
  if ('problem' in found) reportFailed(found);
  else void open(found);
});
const keyDialog = createKeyDialog(() => {
  report(null);
  void showTechnologies();
  void openFromAddress();
});

function report(problem: Problem | null, scanName?: string, tryAgain?: () => void): void {
  notice.show(problem, scanName, tryAgain);
  isListMissing = false;
  if (problem?.code === 'unauthenticated') keyDialog.ask(problem.detail);
  empty.hidden = display.shownScan() !== null || problem !== null;
}

function reportFailed(failed: FailedScan): void {
  const { problem, name, source } = failed;
  const tryAgain = () => {
    history = history.filter((item) => item !== failed);
    void keepKeyboard(() => screenNow(source), scanCanvas);
  };
  report(problem, name, source.canBeTriedAgain ? tryAgain : undefined);
}

function showTechnologies(): Promise<void> {
  return watchTechnologies({
    ask: fetchTechnologies,
    isHidden: () => document.hidden,
    onAnswer(answer) {
      if (!answer.ok) {
        report(answer.problem);
        isListMissing = true;
        return;
      }
      picker.show(answer.value);
      showAgainLine();
      if (isListMissing) report(null);
    },
  });
}

/** Offers to screen the shown scan with other technologies, once such are chosen. */
function showAgainLine(): void {
  const shown = display.shownScan();
  const screened = shown?.scan.screenings.map(({ technology }) => technology) ?? [];
  const chosen = picker.chosen();
  const isSame = chosen.length === screened.length && chosen.every((id) => screened.includes(id));
  againLine.hidden = shown === null || shown.source === null || isSame;
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
  // Of scans that were chosen together, only the last can be gone back to.
  showInAddress(screened.id, openedTurn !== turn);
  openedTurn = turn;
  report(null);
  samplePicker.select(screened.source?.sample?.id ?? null);
  showHistory();
  showAgainLine();
  await drawn;
  announce(screened);
}

function announce({ name, scan }: ScreenedScan): void {
  const [first] = scan.screenings;
  if (first !== undefined) {
    announcement.textContent = `${name}: ${DECISION_WORDS[first.decision]}. ${explainDecision(first)}`;
  }
}

function keep(entry: HistoryEntry): void {
  history = withEntry(history, entry);
  showHistory();
}

/** A scan to screen, and the turn in which somebody asked for it. */
interface Order {
  readonly source: ScanSource;
  readonly turn: number;
  /** Given up if something else is asked for before it was sent. */
  readonly canBeGivenUp: boolean;
}

/**
 * Screens a scan and opens the answer, unless something else was asked for meanwhile: then it is in the history alone.
 * Gives what got no decision.
 */
async function screen({ source, turn: mine, canBeGivenUp }: Order): Promise<FailedScan | null> {
  let isSent = false;
  const isOvertaken = () => mine !== turn;
  const isGivenUp = () => canBeGivenUp && !isSent && isOvertaken();
  const end = busyLine.begin(`Screening ${source.name}`, isGivenUp);
  if (!isOvertaken()) report(null);
  const prepared = await source.prepare();
  if (isGivenUp()) {
    end();
    return null;
  }
  isSent = true;
  const sentAt = performance.now();
  const answer = prepared.ok ? await screenScan(prepared.value, picker.chosen()) : prepared;
  const roundTripMs = performance.now() - sentAt;
  if (!answer.ok) {
    const failed = { id: `failed-${++failedCount}`, name: source.name, source, problem: answer.problem };
    keep(failed);
    if (!isOvertaken()) reportFailed(failed);
    end();
    return failed;
  }
  const name = nameOfRecord(history, source.name);
  const screened = { id: answer.value.id, name, scan: answer.value, source, roundTripMs };
  keep(screened);
  if (isOvertaken()) announce(screened);
  else await open(screened);
  end();
  return null;
}

function screenNow(source: ScanSource): Promise<FailedScan | null> {
  return screen({ source, turn: ++turn, canBeGivenUp: true });
}

const queue = createFileQueue(screen, (results) => {
  const failed = results.filter((result) => result !== null);
  if (failed.length > 0 && results.length > 1) {
    const names = failed.map(({ name }) => name);
    report(severalFailed(names, results.length));
  }
});
const busyLine = createBusyLine(queue.waitingCount);

async function screenFiles(chosen: readonly File[], folders: readonly string[] = []): Promise<void> {
  const sources = [...groupScanFiles(chosen).map(fileSource), ...folders.map(folderSource)];
  if (!queue.isWorking() || queueTurn !== turn) queueTurn = ++turn;
  const done = queue.add(sources.map((source) => ({ source, turn: queueTurn, canBeGivenUp: false })));
  busyLine.update();
  await done;
}

/** Opens the scan that the page's address names, from this page's history or from the records. */
async function openFromAddress(): Promise<void> {
  const id = scanInAddress();
  if (id === null || id === display.shownScan()?.id) return;
  const mine = ++turn;
  const found = history.find((item) => item.id === id);
  if (found !== undefined && !('problem' in found)) return open(found);
  const end = busyLine.begin(`Reading ${id}`, () => mine !== turn);
  const answer = await readScan(id);
  end();
  if (mine !== turn) return;
  if (!answer.ok) return report(answer.problem, id);
  await showRecord(answer.value, mine);
}

/** Shows a scan on record, or what is to be said of it; one that waits for its turn is shown once it had it. */
async function showRecord(scan: PicturedScan, mine: number): Promise<void> {
  const name = recordName(scan);
  if (scan.state === 'queued') {
    const isWanted = () => mine === turn;
    awaitScreened(scan.id, isWanted, (later) => void showRecord(later, mine));
  }
  if (scan.state !== 'screened') return report(notScreened(scan), name);
  const screened = { id: scan.id, name, scan, source: null, roundTripMs: null };
  keep(screened);
  await open(screened);
}

attachDropZone(document.body, (dropped, folders) => void screenFiles(dropped, folders));
for (const id of ['open-files', 'choose-files']) {
  pageElement(id, HTMLButtonElement).addEventListener('click', () => files.click());
}
files.addEventListener('change', () => {
  const chosen = [...(files.files ?? [])];
  void keepKeyboard(() => screenFiles(chosen), scanCanvas);
  files.value = '';
});
again.addEventListener('click', () => {
  const source = display.shownScan()?.source ?? null;
  if (source !== null) void keepKeyboard(() => screenNow(source), scanCanvas);
});
addEventListener('popstate', () => void openFromAddress());

void showTechnologies();
void openFromAddress();
await fillShelf(samplePicker, (first) => void keepKeyboard(() => screenNow(sampleSource(first)), scanCanvas));
document.body.setAttribute('data-state', 'ready');
