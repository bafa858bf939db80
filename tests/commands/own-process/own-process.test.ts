import { expect, it, onTestFinished } from 'vitest';
import { startOwnProcess } from '../../../src/commands/own-process/own-process.ts';

it('says of a process that cannot be started why, and what helps', async () => {
  const { execPath } = process;
  onTestFinished(() => {
    process.execPath = execPath;
  });
  process.execPath = '/nowhere/node';
  const { started, ask } = await startOwnProcess('models/verify-process.js', { modelsDir: 'models' });
  const ended = {
    ended: 'spawn /nowhere/node ENOENT',
    cause: expect.stringMatching(/^it could not be started, .*ulimit -u/),
    isHung: false,
    at: null,
  };
  expect(started).toEqual(ended);
  expect(await ask({ index: 0 })).toEqual(ended);
});

it('ends a process that hangs before its first word', async () => {
  const { started } = await startOwnProcess(
    '../../tests/commands/own-process/silent-start.js',
    {},
    { startSeconds: 0.5 },
  );
  expect(started).toMatchObject({
    ended: 'SIGKILL',
    cause: expect.stringMatching(/^it did not begin within 0.5 s, .*ulimit -u/),
    isHung: false,
  });
});
