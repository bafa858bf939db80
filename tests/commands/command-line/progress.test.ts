import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { shipped } from '../../../src/installation.ts';

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';

describe.skipIf(process.platform === 'win32')('a bar on a terminal', () => {
  it.each([
    ['SIGINT', 'one bar', []],
    ['SIGTERM', 'a bar for each row', ['first', 'second']],
  ] as const)('gives the cursor back when %s ends the command amid %s', async (signal, _, rows) => {
    const progress = pathToFileURL(shipped('dist', 'src', 'commands', 'command-line', 'progress.js')).href;
    const script = `process.stderr.isTTY = true;
      import('${progress}').then(({ startProgress }) => {
        startProgress('screening', 10, ${JSON.stringify(rows)}).advance();
        console.log('shown');
      });`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(child, 'exit');
    const shown = text(child.stderr);
    await once(child.stdout, 'data');
    child.kill(signal);
    expect(await ended).toEqual([null, signal]);
    const sequences = await shown;
    expect(sequences).toContain(HIDE_CURSOR);
    expect(sequences.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(sequences.lastIndexOf(HIDE_CURSOR));
  });

  it('shows how each row goes whole in 80 columns, also of long names', async () => {
    const progress = pathToFileURL(shipped('dist', 'src', 'commands', 'command-line', 'progress.js')).href;
    const script = `Object.assign(process.stderr, { isTTY: true, columns: 80, getWindowSize: () => [80, 24] });
      import('${progress}').then(({ startProgress }) => {
        const table = startProgress('timing', 48, ['tip-unet-single@onnx-cpu', 'tip-unet@onnx-cpu']);
        table.advance(0, 'single-stream: 15.9 scans/s');
        table.stop();
      });`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'pipe'] });
    expect(await text(child.stderr)).toContain('1/24  single-stream: 15.9 scans/s');
  });

  it.each([
    ['Ctrl-C that work goes on after', 'onInterrupt', []],
    ['Ctrl-C that work goes on after', 'onInterrupt', ['first', 'second']],
    ['the end', 'whenEnding', []],
  ] as const)('ends before what is said at %s, which it would hide (%s, %j)', async (_, when, rows) => {
    const built = (name: string) =>
      pathToFileURL(shipped('dist', 'src', 'commands', 'command-line', `${name}.js`)).href;
    const script = `process.stderr.isTTY = true;
      Promise.all([import('${built('progress')}'), import('${built('when-ending')}')]).then(
        ([{ startProgress }, signals]) => {
          const forget = signals.${when}(() => process.stderr.write('said'));
          const bar = startProgress('screening', 10, ${JSON.stringify(rows)});
          process.emit('SIGINT', 'SIGINT');
          bar.advance();
          bar.stop();
          forget();
        });`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'pipe'] });
    const sequences = await text(child.stderr);
    expect(sequences).toContain('0/');
    expect(sequences.slice(sequences.indexOf(SHOW_CURSOR))).toMatch(/\nsaid$/);
  });
});
