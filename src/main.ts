import './inference/runtimes/no-telemetry.ts';
import { endCommand } from './commands/command-line/exit.ts';
import { whyTooFewFiles } from './commands/command-line/open-files.ts';

// `npm start`: the same as `scanbench serve`, and nothing but that. What it is made of is loaded once it can be.
const tooFew = whyTooFewFiles();
if (tooFew !== null) {
  endCommand(tooFew);
} else {
  const { serveCommand } = await import('./commands/serve.ts');
  await serveCommand().parseAsync();
}
