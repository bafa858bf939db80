import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { PlanSchema } from '../src/commands/bench/plan/plan.ts';
import { ReportSchema } from '../src/commands/bench/report/report.ts';
import { TuningSchema } from '../src/commands/bench/tune/tuning.ts';
import { MergedReportSchema } from '../src/commands/merge/merged-report.ts';

const DRAFT = { $schema: 'https://json-schema.org/draft/2020-12/schema' };

/** The schemas of plans, reports, merged reports and tunings, as the JSON Schema that editors and other languages read, by file. */
export function benchSchemas(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return {
    'plan.schema.json': { ...DRAFT, ...PlanSchema },
    'report.schema.json': { ...DRAFT, ...ReportSchema },
    'tuning.schema.json': { ...DRAFT, ...TuningSchema },
    'merged-report.schema.json': { ...DRAFT, ...MergedReportSchema },
  };
}

if (process.argv[1] === import.meta.filename) {
  await new Command('bench:schemas')
    .description('write the schemas in bench/, as the code reads plans and writes reports')
    .action(async () => {
      for (const [file, schema] of Object.entries(benchSchemas())) {
        await writeFile(`bench/${file}`, `${JSON.stringify(schema, null, 2)}\n`);
      }
    })
    .parseAsync();
}
