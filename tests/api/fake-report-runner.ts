import type { PreparedPlan, ReportRun, ReportRunner } from '../../src/api/reports/report-runner.ts';
import type { PlanOutline, ReportOrder, ReportSummary } from '../../src/domain/comparison/report.ts';
import { fail, type Outcome, succeed } from '../../src/domain/failure.ts';

export interface FakeReportRunner extends ReportRunner {
  /** The run that is under way, or null. */
  running(): ReportRun | null;
  /** Ends the run that is under way. */
  end(outcome: Outcome<ReportSummary>): void;
  /** The plans that were run, in order. */
  readonly ran: readonly string[];
}

export const SUMMARY: ReportSummary = {
  technologies: ['first@onnx-cpu'],
  threats: 2,
  benigns: 3,
  verdicts: ['first@onnx-cpu beside second@onnx-cpu: gives the very same answers.'],
  warnings: [],
};

export const PLAN: PlanOutline = {
  name: 'default',
  technologies: null,
  technologyLimit: 3,
  samples: ['smoke'],
  scenarios: ['single-stream', 'offline'],
  timingSeconds: 30,
};

/** Makes a report when the test says so; it ends by itself only where it is ended. Plans are named, nothing more. */
export function createFakeReportRunner(): FakeReportRunner {
  const ran: string[] = [];
  let current: { readonly run: ReportRun; readonly settle: (outcome: Outcome<ReportSummary>) => void } | null = null;
  return {
    planSchema: { type: 'object', title: 'Plan' },
    ran,
    plans: async () => [PLAN],
    sampleSets: async () => ['port', 'smoke'],
    async prepare({ plan, technologies, gallery = false }: ReportOrder): Promise<Outcome<PreparedPlan>> {
      const name = typeof plan === 'string' ? plan : String(plan['name']);
      if (name === 'wrong') return fail('malformed-request', 'There is no plan "wrong". There are: default.');
      return succeed({ name, technologies: technologies ?? null, json: JSON.stringify({ name }), gallery });
    },
    run: (run) =>
      new Promise((resolve) => {
        ran.push(run.plan.name);
        const settle = (outcome: Outcome<ReportSummary>) => {
          current = null;
          resolve(outcome);
        };
        current = { run, settle };
        const onAbort = () => settle(fail('draining', 'It was ended.'));
        if (run.signal.aborted) onAbort();
        else run.signal.addEventListener('abort', onAbort);
      }),
    running: () => current?.run ?? null,
    end: (outcome) => current?.settle(outcome),
  };
}
