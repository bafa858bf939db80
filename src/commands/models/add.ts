import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { readRemoteAccess } from '../../config/remote-access.ts';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { PRECISIONS, type Precision } from '../../domain/technology/technology.ts';
import { shipped } from '../../installation.ts';
import { EXIT_WRONG_USAGE, endCommand, endWithFailure } from '../command-line/exit.ts';
import { parseWhole } from '../command-line/parse-options.ts';
import { print } from '../command-line/print.ts';
import { type AddedModel, addModel } from './add-model.ts';
import { type Normalization, readNormalization } from './normalization.ts';
import type { ModelWishes } from './propose-model.ts';
import { readModelAddress, type ServedAt } from './server-source.ts';
import type { StagedOptions } from './stage-model.ts';

interface AddCommandOptions extends Omit<ModelWishes, 'planes' | 'tilePx'> {
  readonly remote?: Outcome<ServedAt>;
  readonly tokenVariable?: string;
  readonly deadlineMs?: number;
  readonly id?: string;
  readonly title?: string;
  readonly licence: string;
  readonly modelVersion: string;
  readonly precision?: Precision;
  readonly plane?: NonNullable<ModelWishes['planes']>;
  readonly tile?: number;
  readonly force?: true;
  readonly models: string;
  readonly json?: true;
}

const ID = /^[a-z0-9][a-z0-9.-]{0,63}$/;

/** `scanbench models add`: an `.onnx` file, or a model on a server, becomes a technology beside the others. */
export function addCommand(): Command {
  return new Command('add')
    .description(
      'make a technology of an .onnx file or of a model on a server: propose its manifest, screen a trial scan with it',
    )
    .argument('[file]', 'the .onnx file: one picture in; a map, a reconstruction or a score out')
    .option(
      '--remote <address>',
      'in place of a file: a model on a server of the Open Inference Protocol, http://HOST:PORT/v2/models/NAME[/versions/V]',
      parseRemote,
    )
    .option('--token-variable <name>', 'the variable that holds the bearer token for it, SCANBENCH_REMOTE_TOKEN…')
    .option(
      '--deadline-ms <n>',
      'how long a request to it may take; 10,000 by default',
      parseWhole('--deadline-ms', 1, 600_000),
    )
    .option('--id <id>', "what it is called; by default as the file, e.g. my-model of 'My model.onnx'", parseId)
    .option('--title <text>', 'one line that says what it is')
    .option('--licence <name>', 'under which its weights may be used', 'not stated')
    .option('--model-version <version>', 'of the model', '1.0.0')
    .addOption(new Option('--precision <name>', 'of its weights; by default that of most of them').choices(PRECISIONS))
    .addOption(new Option('--kind <kind>', 'what it answers').choices(['anomaly-map', 'reconstruction', 'score']))
    .option('--output <name>', 'the output that is read')
    .option(
      '--channel <n>',
      'of an output with a channel for each class, the one of threats, from 0',
      parseWhole('--channel', 0, 65_535),
    )
    .addOption(new Option('--energies <energy...>', 'that it is shown').choices(['high', 'low']))
    .addOption(
      new Option('--plane <plane...>', 'what its channels show, in their order').choices([
        'transmission',
        'attenuation',
        'ratio',
      ]),
    )
    .option('--normalize <how>', 'unit (0…1), bytes (0…255), imagenet, or MEAN/STD as in 0.5/0.25', parseNormalize)
    .addOption(new Option('--area <area>', 'what is judged').choices(['goods', 'container']))
    .option('--size <WxH|H>', 'what is judged is resized into W × H px, or to H px of height', parseSize)
    .option('--tile <px>', 'run it on square tiles of the scan instead', parseWhole('--tile', 32, 8192))
    .addOption(new Option('--layout <layout>', 'of its input').choices(['NCHW', 'NHWC']))
    .option('--force', 'replace a model of the same id')
    .option('--models <dir>', 'the folder with one folder a model', shipped('models'))
    .option('--json', 'print what was made as JSON for machines')
    .addHelpText(
      'after',
      `
What file or server does not say is assumed, and every assumption is printed. The model is added uncalibrated: it
screens, but its alarms mean nothing until scanbench calibrate has chosen its threshold on benign scans.

Examples:
  scanbench models add model.onnx --id padim --licence Apache-2.0
  SCANBENCH_REMOTE_HOSTS=gpu:8000 scanbench models add --remote http://gpu:8000/v2/models/vendor
  scanbench models add unet.onnx --energies high low --plane attenuation ratio --area container --size 320`,
    )
    .action(run);
}

async function run(file: string | undefined, options: AddCommandOptions): Promise<void> {
  const source = sourceOf(file, options);
  if (!source.ok) return endCommand(source.failure.message, EXIT_WRONG_USAGE);
  const {
    remote,
    tokenVariable,
    deadlineMs,
    id = idOf((remote?.ok ? remote.value.model : file) ?? ''),
    title,
    licence,
    modelVersion,
    precision,
    plane,
    tile,
    force,
    models,
    json,
    ...wishes
  } = options;
  if (!ID.test(id)) {
    return endCommand(`"${id}" cannot be an id: name the model with --id, e.g. --id my-model.`, EXIT_WRONG_USAGE);
  }
  const added = await addModel({
    source: source.value,
    modelsDir: models,
    id,
    ...(title !== undefined && { title }),
    licence,
    version: modelVersion,
    ...(precision !== undefined && { precision }),
    wishes: { ...wishes, ...(plane && { planes: plane }), ...(tile !== undefined && { tilePx: tile }) },
    force: force === true,
  });
  if (!added.ok) {
    return endWithFailure(added.failure);
  }
  print(json ? JSON.stringify(added.value, null, 2) : report(added.value, models));
}

function sourceOf(
  file: string | undefined,
  { remote, tokenVariable, deadlineMs }: Pick<AddCommandOptions, 'remote' | 'tokenVariable' | 'deadlineMs'>,
): Outcome<StagedOptions['source']> {
  if ((file === undefined) === (remote === undefined)) {
    return fail(
      'malformed-request',
      'Name either an .onnx file or, with --remote, the address of a model on a server.',
    );
  }
  if (remote !== undefined) {
    if (!remote.ok) return remote;
    const access = readRemoteAccess(process.env);
    if (!access.ok) return access;
    const named = {
      ...(tokenVariable !== undefined && { tokenVariable }),
      ...(deadlineMs !== undefined && { deadlineMs }),
    };
    return succeed({ served: { ...remote.value, ...named } });
  }
  const ofServer = tokenVariable !== undefined ? '--token-variable' : '--deadline-ms';
  if (tokenVariable === undefined && deadlineMs === undefined && file !== undefined) return succeed({ file });
  return fail('malformed-request', `${ofServer} is for a model on a server: give its address with --remote.`);
}

/** What was made, what was assumed for it, and what to do next. */
function report({ folder, manifest, assumptions, warnings, verified }: AddedModel, models: string): string {
  const { id } = manifest;
  const where = path.resolve(models) === shipped('models') ? '' : ` --models ${models}`;
  return [
    `${verified.technology} is in ${folder} and screened a trial scan in ${verified.screenMs?.toFixed(0) ?? '?'} ms.`,
    '',
    ...warnings.flatMap((warning) => [`Warning: ${warning}`, '']),
    `Assumed, because the ${manifest.remote === undefined ? 'file' : 'server'} does not say it. Where it is wrong, add it again with --force, or edit manifest.json:`,
    ...assumptions.map((assumption) => `- ${assumption}`),
    '',
    'Not calibrated: its threshold of 0.5 is a placeholder, so its alarms mean nothing yet. Next:',
    `  scanbench calibrate --benign DIR --pfa 0.01 --technology ${id}${where}`,
    `  scanbench evaluate --samples DIR --technology ${id}${where} --out evaluated`,
    `  scanbench bench --samples DIR --technology ${id} OTHER${where} --out compared`,
    ...(manifest.remote === undefined
      ? []
      : ['Each of them, and the service, sends scans to that server only where SCANBENCH_REMOTE_HOSTS has its host.']),
    `Then say in ${path.join(folder, 'card.md')} what it is and where it fails.`,
  ].join('\n');
}

function idOf(file: string): string {
  const name = path.basename(file).replace(/\.onnx$/i, '');
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, 64);
}

function parseId(text: string): string {
  if (ID.test(text)) return text;
  throw new InvalidArgumentError('An id is lower-case letters, digits, dots and hyphens, at most 64.');
}

/** What is wrong is told later: commander would repeat what was given, and it may hold a password. */
function parseRemote(text: string): Outcome<ServedAt> {
  const served = readModelAddress(text);
  if (served !== null) return succeed(served);
  return fail(
    'malformed-request',
    'What --remote names is no address of a model: it is http(s)://HOST:PORT/v2/models/NAME, with /versions/V or without, no credentials.',
  );
}

function parseNormalize(text: string): Normalization {
  const normalization = readNormalization(text);
  if (normalization !== null) return normalization;
  throw new InvalidArgumentError('It is unit, bytes, imagenet, or MEAN/STD as in 0.5/0.25 or 0.5,0.4,0.3/0.2,0.2,0.2.');
}

function parseSize(text: string): NonNullable<ModelWishes['size']> {
  const [, first, second] = /^([1-9]\d{0,4})(?:x([1-9]\d{0,4}))?$/.exec(text) ?? [];
  if (first === undefined) throw new InvalidArgumentError('A size is WxH or H in pixels, e.g. 512x256 or 256.');
  return second === undefined ? { heightPx: Number(first) } : { widthPx: Number(first), heightPx: Number(second) };
}
