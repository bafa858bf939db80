import { writeFile } from 'node:fs/promises';
import { REPORT_TASKS } from '../../domain/comparison/report.ts';
import { fail, succeed } from '../../domain/failure.ts';
import { errorMessage } from '../../domain/language/error-message.ts';
import { drawGallery } from '../bench/gallery/draw-gallery.ts';
import { readPlan } from '../bench/plan/plan.ts';
import type { Report } from '../bench/report/report.ts';
import { runPlan } from '../bench/run-plan.ts';
import { writeReport } from '../bench/write-report.ts';
import type { StartProgress } from '../command-line/progress.ts';
import { thisRun } from '../origin/host.ts';
import type { ReportMessage, ReportSetup } from './report-messages.ts';

// The entry of the process of one report of the service: what `scanbench bench` does, told over a channel. The end of
// the service is the end of this process and of the technologies that it started, whatever they are at: it leads their
// group.
process.once('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
// Where memory runs out, Linux ends a report, and what it started, before the service; elsewhere there is no such file.
await writeFile('/proc/self/oom_score_adj', '1000').catch(() => {});
// On trust: who forked this process, of the same build, has just written it.
const { planFile, modelsDir, folder, gallery }: ReportSetup = JSON.parse(process.argv[2] ?? '');

const ended: ReportMessage = { kind: 'ended', outcome: await makeReport() };
process.removeAllListeners('disconnect');
process.send?.(ended, () => process.disconnect?.());

async function makeReport() {
  const plan = await readPlan(planFile);
  if (!plan.ok) return plan;
  // Who has the plan makes the report again by this.
  const made = { ...thisRun(), command: 'scanbench bench --plan plan.json' };
  const ran = await runPlan({ plan: plan.value, modelsDir, made, tell });
  if (!ran.ok) return ran;
  const drawn = gallery ? await drawGallery(ran.value, { modelsDir, tell }) : succeed(null);
  try {
    await writeReport(folder, ran.value, drawn.ok ? drawn.value : null);
  } catch (error) {
    const why = errorMessage(error);
    return fail('records-unavailable', `The report could not be written: ${why}.`);
  }
  const summary = summaryOf(ran.value.report);
  if (drawn.ok) return succeed(summary);
  return succeed({ ...summary, warnings: [...summary.warnings, `There is no gallery: ${drawn.failure.message}`] });
}

function summaryOf({ technologies, scans, pairs, warnings }: Report) {
  const threats = scans.filter(({ truth }) => truth === 'threat').length;
  return {
    technologies: technologies.map(({ id }) => id),
    threats,
    benigns: scans.length - threats,
    verdicts: pairs.map(({ first, second, verdict }) => `${first} beside ${second}: ${verdict}.`),
    warnings,
  };
}

/** Tells the service of the tasks that it knows. */
function tell(...[name, total]: Parameters<StartProgress>): ReturnType<StartProgress> {
  const task = REPORT_TASKS.find((known) => known === name);
  let done = 0;
  const say = (note = '') => {
    if (task === undefined) return;
    process.send?.({ kind: 'progress', progress: { task, done, total, note } } satisfies ReportMessage);
  };
  say();
  return {
    advance: () => {
      done++;
      say();
    },
    say,
    stop: () => {},
  };
}
