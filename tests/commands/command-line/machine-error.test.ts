import { expect, it } from 'vitest';
import { describeMachineError } from '../../../src/commands/command-line/machine-error.ts';

it('names what the machine lacks and what helps, and leaves bugs to their stack', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(describeMachineError(full)).toBe(
    'ENOSPC: no space left on device, write: make room on the disk and call it again.',
  );
  expect(describeMachineError(Object.assign(new Error('no such file'), { code: 'ENOENT' }))).toBeNull();
  expect(describeMachineError(new TypeError('undefined is not a function'))).toBeNull();
  expect(describeMachineError('thrown text')).toBeNull();
});
