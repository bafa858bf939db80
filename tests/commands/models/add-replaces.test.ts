import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { addModel } from '../../../src/commands/models/add-model.ts';
import { shipped } from '../../../src/installation.ts';
import { identityModel } from '../../fixtures/onnx-models.ts';
import { failureOf } from '../../fixtures/value-from.ts';
import { add, added, endOf, folder } from './add-models.ts';
import { scoreModel } from './foreign-models.ts';

describe('scanbench models add, where something is already,', () => {
  it('replaces a model only when forced, and keeps it where the new one is no good', async () => {
    await add(identityModel);
    const said = await add(scoreModel);
    expect(said).toContain('is there already: choose another --id, or replace it with --force');
    expect(process.exitCode).toBe(2);
    await add(new TextEncoder().encode('rubbish'), '--force');
    expect((await added()).output.kind).toBe('anomaly-map');
    await add(scoreModel, '--force');
    expect((await added()).output.kind).toBe('score');
    expect(await readdir(path.join(folder, 'models'))).toEqual(['some-model']);
  });

  it('replaces with --force what another one added in this place meanwhile, and leaves a whole model', async () => {
    const file = path.join(folder, 'model.onnx');
    await writeFile(file, identityModel);
    const modelsDir = path.join(folder, 'models');
    const where = ['--models', modelsDir, '--id', 'same'];
    const command = [shipped('dist', 'src', 'cli.js'), 'models', 'add', file, ...where, '--force'];
    const ends = await Promise.all([command, command].map((args) => endOf(spawn(process.execPath, args))));
    expect(ends).toEqual([0, 0].map((code) => ({ said: '', code })));
    expect((await added('same')).id).toBe('same');
    expect(await readdir(modelsDir)).toEqual(['same']);
  });

  it('refuses the later of two that are added in one place at a time', async () => {
    const file = path.join(folder, 'model.onnx');
    await writeFile(file, identityModel);
    const modelsDir = path.join(folder, 'models');
    // Of two processes: what one's own number names is left of one that ended before.
    const command = [shipped('dist', 'src', 'cli.js'), 'models', 'add', file, '--models', modelsDir, '--id', 'same'];
    const ends = await Promise.all([command, command].map((args) => endOf(spawn(process.execPath, args))));
    expect(ends.map(({ code }) => code).toSorted()).toEqual([0, 2]);
    expect(ends.find(({ code }) => code === 2)?.said).toContain('same is there already: choose another --id');
    expect(await readdir(modelsDir)).toEqual(['same']);
  });

  it('removes what processes left that were killed over it, unless it may be all that is left of a model', async () => {
    const { pid: ended } = spawnSync('true');
    const moving = `.adding-${ended}-moving`;
    const kept = [`.adding-${process.ppid}-other`, moving, '.adding-mine'];
    const gone = `.adding-${ended}-killed`;
    for (const name of [...kept, gone]) await mkdir(path.join(folder, 'models', name, 'a'), { recursive: true });
    await mkdir(path.join(folder, 'models', moving, 'replaced'));
    await add(identityModel);
    expect((await readdir(path.join(folder, 'models'))).toSorted()).toEqual([...kept, 'some-model'].toSorted());
  });

  it('removes a folder that it made only where nobody has put anything there meanwhile', async () => {
    const modelsDir = path.join(folder, 'new', 'models');
    const options = { modelsDir, licence: '', version: '1', wishes: {}, force: false };
    const failing = addModel({ ...options, source: { file: path.join(folder, 'none.onnx') }, id: 'none' });
    await vi.waitFor(() => expect(existsSync(modelsDir)).toBe(true));
    await mkdir(path.join(modelsDir, 'another'));
    expect(failureOf(await failing)).toContain('none.onnx cannot be read');
    expect(await readdir(modelsDir)).toEqual(['another']);
  });

  it('leaves alone the models beside it', async () => {
    await mkdir(path.join(folder, 'models'));
    await cp(shipped('models/local-contrast'), path.join(folder, 'models/local-contrast'), { recursive: true });
    await add(new TextEncoder().encode('rubbish'));
    expect(await readdir(path.join(folder, 'models'))).toEqual(['local-contrast']);
  });
});
