import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { shipped } from '../../src/installation.ts';
import type { LoopResult, LoopTask } from './loop-messages.ts';

const LoopResultSchema = Type.Object({ cpuSeconds: Type.Number(), wallSeconds: Type.Number() });

/** Runs a loop in a fresh process and reads what it printed. */
export async function runLoop(task: LoopTask): Promise<LoopResult> {
  const loop = shipped('dist', 'bench', 'overhead', 'pipeline-loop.js');
  const { stdout } = await promisify(execFile)(process.execPath, [loop, JSON.stringify(task)]);
  const result: Static<typeof LoopResultSchema> = Value.Parse(LoopResultSchema, JSON.parse(stdout));
  return result;
}
