import { readSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createLogger, createLogOutput } from '../../src/api/request-log.ts';
import { errorCode } from '../../src/domain/language/error-code.ts';
import { namedPipe } from '../fixtures/named-pipe.ts';

const PATIENTLY = { timeout: 60_000 };

interface Line {
  readonly n?: number;
  readonly lines?: number;
}

/** A log into a pipe, whose other end is read when the test asks for what has come through. */
async function logIntoPipe() {
  const { reading, writing } = await namedPipe({ waits: false });
  const piece = Buffer.alloc(65_536);
  let text = '';
  const read = (): readonly Line[] => {
    try {
      for (let count = -1; count !== 0; ) {
        count = readSync(reading, piece);
        text += piece.toString('latin1', 0, count);
      }
    } catch (error) {
      if (errorCode(error) !== 'EAGAIN') throw error;
    }
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  };
  return {
    logger: createLogger(
      'info',
      createLogOutput(() => ({ fd: writing, keepFromWaiting() {} })),
    ),
    read,
  };
}

const numbers = (lines: readonly Line[]) => lines.flatMap(({ n }) => (n === undefined ? [] : [n]));

describe('a log whose reader stalls', () => {
  it('holds nobody up, keeps lines up to a bound, and says how many it dropped when it is read again', async () => {
    const { logger, read } = await logIntoPipe();
    const count = 20_000;
    for (let n = 0; n < count; n++) logger.info({ n }, 'a line of usual length, as one for a request is');
    const dropped = () => read().find(({ lines }) => lines !== undefined)?.lines;
    await expect.poll(dropped, PATIENTLY).toBeGreaterThan(0);

    const kept = numbers(read());
    expect(kept.length + (dropped() ?? 0)).toBe(count);
    // A mebibyte, and what the pipe holds.
    expect(kept.length).toBeGreaterThan(5_000);
    expect(kept).toEqual(kept.map((_, n) => n));
    logger.info({ n: count }, 'a line after that');
    expect(numbers(read()).at(-1)).toBe(count);
  });

  it('is written on without a new line, and loses none, where it is read in time', async () => {
    const { logger, read } = await logIntoPipe();
    const count = 4_000;
    for (let n = 0; n < count; n++) logger.info({ n }, 'a line of usual length, as one for a request is');
    await expect.poll(() => numbers(read()).length, PATIENTLY).toBe(count);
    expect(numbers(read())).toEqual(Array.from({ length: count }, (_, n) => n));
  });
});

describe('a log that is read', () => {
  it('has each line as soon as it is written', async () => {
    const { logger, read } = await logIntoPipe();
    for (let n = 0; n < 200; n++) {
      logger.info({ n });
      expect(numbers(read()).at(-1)).toBe(n);
    }
  });
});
