import { serveCommand } from './commands/serve.ts';

// `npm start`: the same as `scanbench serve`, and nothing but that.
await serveCommand().parseAsync();
