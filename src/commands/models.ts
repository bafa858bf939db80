import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { isCalibrated } from '../domain/technology/operating-point.ts';
import { readModels } from '../inference/model/model-folder.ts';
import { shipped } from '../installation.ts';
import { EXIT_WRONG_USAGE, endCommand } from './command-line/exit.ts';
import { print } from './command-line/print.ts';
import { textTable } from './command-line/text-table.ts';
import { addCommand } from './models/add.ts';
import { noModels } from './models/no-models.ts';
import { verifyCommand } from './models/verify.ts';

interface ModelsOptions {
  readonly models: string;
  readonly json?: true;
}

/** `scanbench models add|list|verify|card`. */
export function modelsCommand(): Command {
  const command = new Command('models').description(
    'add a model, list the models, verify that they run, read their cards',
  );
  command.addCommand(addCommand());

  withOptions(command.command('list'))
    .description('what is there: version, runtime, operating point, or why a model is refused')
    .action(async (options: ModelsOptions) => {
      const readings = await readModels(options.models);
      if (readings.length === 0) {
        const { failure } = await noModels(options.models);
        return endCommand(failure.message, EXIT_WRONG_USAGE);
      }
      const rows = readings.map(({ id, outcome }) =>
        outcome.ok
          ? { id, state: 'listed', reason: null, manifest: outcome.value.manifest }
          : { id, state: 'refused', reason: outcome.failure.message, manifest: null },
      );
      if (options.json) return print(JSON.stringify(rows, null, 2));
      return print(
        textTable(
          ['model', 'version', 'runtime', 'output', 'threshold', 'Pfa limit', 'title'],
          rows.map(({ id, manifest, reason }) => {
            const point = manifest?.operatingPoints[0];
            if (manifest === null || point === undefined) return [id, '', '', '', '', '', `refused: ${reason}`];
            return [
              id,
              manifest.version,
              manifest.runtime,
              manifest.output.kind,
              isCalibrated(point) ? point.threshold.toFixed(4) : 'not calibrated',
              isCalibrated(point) ? `${(point.pfaLimit * 100).toFixed(2)} %` : '',
              manifest.title,
            ];
          }),
        ),
      );
    });

  command.addCommand(verifyCommand());

  withOptions(command.command('card'))
    .argument('<id>', 'the model, e.g. local-contrast')
    .description('print a model card: data, results, limits, where it fails')
    .action(async (id: string, options: ModelsOptions) => {
      const model = id.split('@')[0] ?? id;
      const known = (await readModels(options.models)).map((reading) => reading.id);
      if (!known.includes(model))
        return endCommand(`There is no model "${model}". There are: ${known.join(', ')}.`, EXIT_WRONG_USAGE);
      const card = await readFile(join(options.models, model, 'card.md'), 'utf8').catch(() => null);
      if (card === null) return endCommand(`The model "${model}" has no card.md.`);
      if (options.json) return print(JSON.stringify({ id: model, card }, null, 2));
      return print(card);
    });

  return command;
}

function withOptions(command: Command): Command {
  return command
    .option('--models <dir>', 'the folder with one folder a model', shipped('models'))
    .option('--json', 'print JSON for machines');
}
