import { fetchTechnologies } from '../api-client.ts';
import { createAskAgain } from '../ask-again.ts';
import { pageElement } from '../element.ts';
import { keepKeyboard } from '../keep-keyboard.ts';
import { createKeyDialog } from '../key-dialog.ts';
import { createPageNote } from '../page-note.ts';
import { watchTechnologies } from '../watch-technologies.ts';
import { confirmRemoval } from './confirm-removal.ts';
import { createOrderForm } from './order-form.ts';
import {
  fetchPlans,
  fetchReportFile,
  fetchReports,
  fetchSampleSets,
  removeReport,
  startReport,
} from './report-client.ts';
import type { ReportDocument, ReportFile } from './report-document.ts';
import { createReportList } from './report-list.ts';
import { saveFile } from './save-file.ts';

/** While one is made or waits, and while nothing happens unless somebody else asks for one. */
const WORKING_PAUSE_MS = 1000;
const RESTING_PAUSE_MS = 10_000;
const PAGE_SIZE = 20;
/** The most that the service gives at once; older ones are read through the API. */
const LIMIT = 200;

const older = pageElement('older', HTMLButtonElement);
const madeTitle = pageElement('made-title', HTMLElement);
const announcement = pageElement('announcement', HTMLElement);
let limit = PAGE_SIZE;
/** Grows with every question: an answer that was overtaken is not shown. */
let turn = 0;
let isChoiceRead = false;

const keyDialog = createKeyDialog(() => void open());
const note = createPageNote(pageElement('reports-note', HTMLElement), keyDialog.ask);
const again = createAskAgain(() => void refresh());
const list = createReportList({
  onRemove: (report) => void keepKeyboard(() => remove(report), madeTitle),
  onSave: (report, file) => void save(report, file),
});
const form = createOrderForm(async (order) => {
  const answer = await startReport(order);
  if (!answer.ok) {
    if (answer.problem.code !== 'unauthenticated') return answer.problem;
    keyDialog.ask(answer.problem.detail);
    return null;
  }
  await refresh();
  return null;
});

/** Reads the list, and again after a while. */
async function refresh(): Promise<void> {
  const mine = ++turn;
  again.cancel();
  const answer = await fetchReports(limit);
  if (mine !== turn) return;
  if (answer.ok) {
    if (!isChoiceRead) void readChoice();
    const { items, nextCursor } = answer.value;
    list.show(items);
    older.hidden = nextCursor === null || limit === LIMIT;
    note.say(items.length === 0 ? 'No report yet: choose a plan and start it. It runs beside the service’s work.' : '');
    const isWorking = items.some(({ state }) => state === 'queued' || state === 'running');
    again.after(isWorking ? WORKING_PAUSE_MS : RESTING_PAUSE_MS);
  } else {
    if (answer.problem.code === 'unauthenticated' || answer.problem.code === 'forbidden') {
      list.clear();
      older.hidden = true;
    }
    note.sayProblem(answer.problem);
    again.afterProblem(answer.problem);
  }
}

async function remove(report: ReportDocument): Promise<void> {
  if (!(await confirmRemoval(report))) return;
  const answer = await removeReport(report.id);
  // Somebody else may have removed it: then it is gone, as was wished.
  if (!answer.ok && answer.problem.code !== 'not-found') return note.sayProblem(answer.problem);
  await refresh();
  announcement.textContent = `${report.plan}: Removed.`;
}

async function save({ id, plan }: ReportDocument, file: ReportFile): Promise<void> {
  const answer = await fetchReportFile(id, file);
  if (answer.ok) saveFile(answer.value, `${plan}-${id.slice(0, 8)}-${file}`);
  else note.sayProblem(answer.problem);
}

async function open(): Promise<void> {
  note.say('Reading the reports …');
  isChoiceRead = false;
  form.close();
  await refresh();
}

/** What a report can be of; asked for again with the list where it could not be had, as while a service restarts. */
async function readChoice(): Promise<void> {
  isChoiceRead = true;
  const [plans, sampleSets] = await Promise.all([fetchPlans(), fetchSampleSets()]);
  isChoiceRead = plans.ok && sampleSets.ok;
  if (!plans.ok || !sampleSets.ok) return;
  form.show({ plans: plans.value, sampleSets: sampleSets.value });
  void watchTechnologies({
    ask: fetchTechnologies,
    isHidden: () => document.hidden,
    onAnswer: (answer) => answer.ok && form.showTechnologies(answer.value),
  });
}

older.addEventListener('click', () => {
  limit = Math.min(LIMIT, limit + PAGE_SIZE);
  void refresh();
});

await open();
document.body.setAttribute('data-state', 'ready');
