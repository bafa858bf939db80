import { Command, CommanderError, Help } from 'commander';
import { installedVersion } from '../../installation.ts';
import { outliveReaders } from './closed-output.ts';
import { EXIT_FAILED, EXIT_WRONG_USAGE, endCommand } from './exit.ts';
import { helpCommand } from './help-command.ts';
import { describeMachineError } from './machine-error.ts';
import { refuseEmpty } from './refuse-empty.ts';
import { subcommandsFor } from './subcommands.ts';

/** Has the command that was called do its work, and sets the exit code. */
export async function runCommand(): Promise<void> {
  const program = new Command('scanbench')
    .description('Open testbed for container-scanning technology: screens X-ray scans of shipping containers.')
    .version(installedVersion(), '-V, --version')
    .addHelpText(
      'after',
      '\nExit codes: 0 it worked, 1 it failed, 2 it was called wrongly: also where something\nis named that is not there, or is not what the command takes.\nEach command explains itself: scanbench <command> --help',
    );

  for (const command of await subcommandsFor(process.argv.slice(2))) program.addCommand(command);
  explainItself(program);
  program.hook('preAction', (_, command) => refuseEmpty(command));
  outliveReaders(process.stdout, process.stderr);

  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode !== 0) process.exitCode = EXIT_WRONG_USAGE;
    } else {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      endCommand(describeMachineError(error) ?? stack, EXIT_FAILED);
    }
  }
}

/**
 * Commander ends the process with 1 on wrong usage; ours is 2, and nothing ends the process while a thread is busy. Its help
 * does not tell which options a command cannot do without; ours does.
 */
function explainItself(command: Command): void {
  command.exitOverride().showHelpAfterError(`(--help shows what it takes${orderHint(command)})`);
  command.configureHelp({
    optionDescription: (option) =>
      `${Help.prototype.optionDescription(option)}${option.mandatory ? ' (required)' : ''}`,
  });
  if (command.commands.length > 0) command.helpCommand(false).addCommand(helpCommand());
  command.commands.forEach(explainItself);
}

/** An option that takes several values takes what comes behind it, too, and then that is said to be missing. */
function orderHint({ options, registeredArguments }: Command): string {
  const greedy = options.find(({ variadic }) => variadic);
  const wanted = registeredArguments.find(({ required }) => required);
  if (wanted === undefined || greedy === undefined) return '';
  const order = wanted.variadic ? `${wanted.name()}s come first` : `the ${wanted.name()} comes first`;
  return `; ${order}: ${greedy.long} takes all that follows it`;
}
