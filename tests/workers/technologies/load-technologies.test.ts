import { expect, it } from 'vitest';
import { NO_REMOTE_ACCESS } from '../../../src/domain/network/remote-access.ts';
import { readKnownTechnologies } from '../../../src/workers/technologies/known-technologies.ts';
import { loadTechnologies } from '../../../src/workers/technologies/load-technologies.ts';
import { createNullModels } from '../null-models.ts';

it('leaves out what it has not begun to load when nobody waits for its thread any more', async () => {
  const modelsDir = await createNullModels(['first', 'second', 'third']);
  const { manifests } = await readKnownTechnologies(modelsDir, ['cpu']);
  const options = { modelsDir, manifests, providers: ['cpu'], intraOpThreads: 1, tileBatch: 1 } as const;
  let asked = 0;
  const isEnding = () => ++asked > 2;
  const { detectors } = await loadTechnologies(
    { ...options, remoteAccess: NO_REMOTE_ACCESS, leaveOut: [] },
    { isEnding, onLoading: () => {} },
  );
  expect([...detectors.keys()]).toEqual(['first@null-cpu', 'second@null-cpu']);
});
