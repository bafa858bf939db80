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

/** Does not come back from its start. */
const ENDLESS_START = `
  const { serveOrders } = await import(${SERVE_ORDERS});
  await serveOrders(async (_setup, { say }) => {
    say('counting');
    process.stderr.write('starting ');
    for (;;);
  });
`;

/** Starts such a process from another one, whose standard error it has, too. */
function startFromAnother(entry: string, hangSeconds: number) {
  const terms = JSON.stringify({ hangSeconds });
  return spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { spawn } from 'node:child_process';
       spawn(process.execPath, ['--input-type=module', '--eval', ${JSON.stringify(entry)}, 'entry', 'null', '${terms}'], {
         stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
       }).on('exit', (code, signal) => process.stderr.write(String(signal ?? code)));`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
}

it('ends without a word of its own where whoever started it was killed meanwhile', async () => {
  const starter = startFromAnother(BUSY_START, 300);
  const said = text(starter.stderr);
  await once(starter.stderr, 'data');
  starter.kill('SIGKILL');
  expect(await said).toBe('starting closed');
});

it('is ended where it takes no step for too long', async () => {
  expect(await text(startFromAnother(ENDLESS_START, 1).stderr)).toBe('starting SIGALRM');
});

it('is ended soon where it takes none and whoever started it was killed', async () => {
  const starter = startFromAnother(ENDLESS_START, 3_000_000);
  const said = text(starter.stderr);
  await once(starter.stderr, 'data');
  starter.kill('SIGKILL');
  // Its standard error closes when it ends.
  expect(await said).toBe('starting ');
}, 60_000);
