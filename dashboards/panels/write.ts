import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { grafanaJson } from './grafana-json.ts';
import { operations } from './operations.ts';
import { technologies } from './technologies.ts';

/** The shipped dashboards, by the name of their file in `dashboards/grafana`. */
export const DASHBOARDS = { 'operations.json': operations, 'technologies.json': technologies } as const;

if (process.argv[1] === import.meta.filename) {
  await new Command('dashboards')
    .description('write the dashboards of Grafana into dashboards/grafana')
    .action(async () => {
      for (const [name, dashboard] of Object.entries(DASHBOARDS)) {
        await writeFile(`dashboards/grafana/${name}`, `${JSON.stringify(grafanaJson(dashboard), null, 2)}\n`);
      }
    })
    .parseAsync();
}
