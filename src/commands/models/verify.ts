import { Command, Option } from 'commander';
import { HOST_PROVIDERS } from '../../domain/technology/technology.ts';
import { LEAST_FOR_MEDIAN } from '../../evaluation/median.ts';
import { shipped } from '../../installation.ts';
import { probeProvider } from '../../workers/device/probe-provider.ts';
import { endCommand, endWithFailure } from '../command-line/exit.ts';
import { parseWhole } from '../command-line/parse-options.ts';
import { print } from '../command-line/print.ts';
import { textTable } from '../command-line/text-table.ts';
import { verifyInProcess } from './verify-in-process.ts';
import { type VerifiedOnProvider, type VerifyOptions, verifyProvider } from './verify-provider.ts';

interface VerifyCommandOptions {
  readonly models: string;
  readonly json?: true;
  readonly provider?: VerifyOptions['provider'];
  readonly pairs: number;
}

/** `scanbench models verify`. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description(
      'check manifest and hashes of every model, load it, screen one synthetic scan; exit 1 if any fails. With --provider: hold what ONNX models answer there against the CPU, and time both; exit 1 if one differs or none runs',
    )
    .option('--models <dir>', 'the folder with one folder a model', shipped('models'))
    .addOption(new Option('--provider <name>', 'compare it with the CPU').choices(HOST_PROVIDERS))
    .option(
      '--pairs <n>',
      'with --provider: timed runs of each, in turn',
      parseWhole('--pairs', LEAST_FOR_MEDIAN, 10_000),
      20,
    )
    .option('--json', 'print JSON for machines')
    .action(async ({ models, json, provider, pairs }: VerifyCommandOptions) => {
      if (provider === undefined) return verifyAll(models, json === true);
      return verifyOn({ modelsDir: models, provider, pairs }, json === true);
    });
}

async function verifyAll(modelsDir: string, asJson: boolean): Promise<void> {
  const verified = await verifyInProcess(modelsDir);
  if (!verified.ok) return endWithFailure(verified.failure);
  const rows = verified.value;
  const table = () =>
    textTable(
      ['technology', 'state', 'load ms', 'screen ms', 'reason'],
      rows.map((row) => [
        row.technology,
        row.state,
        row.loadMs?.toFixed(0) ?? '',
        row.screenMs?.toFixed(0) ?? '',
        row.reason ?? '',
      ]),
    );
  print(asJson ? JSON.stringify(rows, null, 2) : table());
  const failed = rows.filter((row) => row.state === 'unavailable').length;
  if (failed > 0) return endCommand(`${failed} of ${rows.length} failed: see the reason beside each.`);
}

/** The provider is tried in another process first: a driver that breaks would end this one without a word. */
async function verifyOn(options: VerifyOptions, asJson: boolean): Promise<void> {
  const probed = await probeProvider(options.provider);
  if (!probed.ok) return endWithFailure(probed.failure);
  const verified = await verifyProvider(options);
  if (!verified.ok) return endWithFailure(verified.failure);
  const rows = verified.value;
  print(asJson ? JSON.stringify({ pairs: options.pairs, technologies: rows }, null, 2) : providerTable(rows, options));
  const differing = rows.filter(({ state }) => state === 'differs').length;
  if (differing > 0) return endCommand(`${differing} of ${rows.length} differ from the CPU.`);
  if (rows.every(({ state }) => state === 'unavailable')) return endCommand(`No model runs on ${options.provider}.`);
}

function providerTable(rows: readonly VerifiedOnProvider[], { provider, pairs }: VerifyOptions): string {
  const table = textTable(
    ['technology', 'state', 'difference', 'cpu ms', `${provider} ms`, '× as fast', 'in batches, ms', 'reason'],
    rows.map(({ timesAsFast, ...row }) => [
      row.technology,
      row.state,
      row.difference?.toExponential(1) ?? '',
      row.cpuMs?.toFixed(1) ?? '',
      row.providerMs?.toFixed(1) ?? '',
      timesAsFast === null
        ? ''
        : `${timesAsFast.median.toPrecision(3)} (${timesAsFast.bounds.map((bound) => bound.toPrecision(3)).join('–')})`,
      row.batchedMs?.toFixed(1) ?? '',
      row.reason ?? '',
    ]),
  );
  return `${table}\nOne tile, ${pairs} runs of each in turn, one thread of the CPU; medians, bounds of 95 %.`;
}
