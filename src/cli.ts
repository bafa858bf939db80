#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { auditCommand } from './commands/audit.ts';
import { benchCommand } from './commands/bench.ts';
import { calibrateCommand } from './commands/calibrate.ts';
import { outliveReaders } from './commands/command-line/closed-output.ts';
import { EXIT_FAILED, EXIT_WRONG_USAGE, endCommand } from './commands/command-line/exit.ts';
import { describeMachineError } from './commands/command-line/machine-error.ts';
import { compareCommand } from './commands/compare.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { exportCommand } from './commands/export.ts';
import { importCommand } from './commands/import.ts';
import { inspectionsCommand } from './commands/inspections.ts';
import { keysCommand } from './commands/keys.ts';
import { mergeCommand } from './commands/merge.ts';
import { modelsCommand } from './commands/models.ts';
import { retentionCommand } from './commands/retention.ts';
import { screenCommand } from './commands/screen.ts';
import { serveCommand } from './commands/serve.ts';
import { synthCommand } from './commands/synth.ts';
import { tipCommand } from './commands/tip.ts';
import { webhooksCommand } from './commands/webhooks.ts';
import { installedVersion } from './installation.ts';

const program = new Command('scanbench')
  .description('Open testbed for container-scanning technology: screens X-ray scans of shipping containers.')
  .version(installedVersion(), '-V, --version')
  .addHelpText(
    'after',
    '\nExit codes: 0 it worked, 1 it failed, 2 it was called wrongly: also where a path, a model or a technology\nis named that is not there, or is not what the command takes.\nEach command explains itself: scanbench <command> --help',
  );

for (const command of [
  serveCommand(),
  screenCommand(),
  synthCommand(),
  tipCommand(),
  calibrateCommand(),
  evaluateCommand(),
  benchCommand(),
  compareCommand(),
  mergeCommand(),
  modelsCommand(),
  inspectionsCommand(),
  keysCommand(),
  auditCommand(),
  retentionCommand(),
  exportCommand(),
  importCommand(),
  webhooksCommand(),
]) {
  program.addCommand(command);
}
endWithOwnExitCodes(program);
outliveReaders(process.stdout, process.stderr);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT_WRONG_USAGE;
  else {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    endCommand(describeMachineError(error) ?? stack, EXIT_FAILED);
  }
}

/** Commander ends the process with 1 on wrong usage; ours is 2, and nothing ends the process while a thread is busy. */
function endWithOwnExitCodes(command: Command): void {
  command.exitOverride().showHelpAfterError(`(--help shows what it takes${orderHint(command)})`);
  command.commands.forEach(endWithOwnExitCodes);
}

/** An option that takes several values takes the files behind it, too, and then they are said to be missing. */
function orderHint({ options, registeredArguments }: Command): string {
  const greedy = options.find(({ variadic }) => variadic);
  const wantsFiles = registeredArguments.some(({ required }) => required);
  return wantsFiles && greedy ? `; files come first: ${greedy.long} takes all that follows it` : '';
}
