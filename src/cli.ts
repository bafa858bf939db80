#!/usr/bin/env node
import './inference/runtimes/no-telemetry.ts';
import { endCommand } from './commands/command-line/exit.ts';
import { whyTooFewFiles } from './commands/command-line/open-files.ts';

// What a command is made of is loaded once it can be.
const tooFew = whyTooFewFiles();
if (tooFew !== null) {
  endCommand(tooFew);
} else {
  const { runCommand } = await import('./commands/command-line/run-command.ts');
  await runCommand();
}
