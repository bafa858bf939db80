import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { shipped } from '../../../src/installation.ts';

const SERVE_ORDERS = JSON.stringify(shipped('dist', 'src', 'commands', 'own-process', 'serve-orders.js'));

/** Too busy with its start to hear that nobody waits for it any more. */
const BUSY_START = `
  const { serveOrders } = await import(${SERVE_ORDERS});
  await serveOrders(async () => {
    process.stderr.write('starting ');
    const until = Date.now() + 500;
    while (Date.now() < until);
    return { ok: true, value: { ready: null, answer: async () => null, close: () => process.stderr.write('closed') } };
  });
`;

it('ends without a word of its own where whoever started it was killed meanwhile', async () => {
  const starter = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { spawn } from 'node:child_process';
       spawn(process.execPath, ['--input-type=module', '--eval', ${JSON.stringify(BUSY_START)}, 'entry', 'null'], {
         stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
       });`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const said = text(starter.stderr);
  await once(starter.stderr, 'data');
  starter.kill('SIGKILL');
  expect(await said).toBe('starting closed');
});
