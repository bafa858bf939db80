import { readRemoteAccess } from '../../config/remote-access.ts';
import { succeed } from '../../domain/failure.ts';
import { readModels } from '../../inference/model/model-folder.ts';
import { serveOrders } from '../own-process/serve-orders.ts';
import { technologyOf } from './load-technologies.ts';
import type { VerifyingOrder, VerifyingSetup } from './verify-in-process.ts';
import { type VerifiedTechnology, verifyModel } from './verify-models.ts';

// The entry of a process that verifies the models of a folder, one at a time: one that crashes or loops without end ends it,
// and not the command.
await serveOrders<VerifyingSetup, readonly string[], VerifyingOrder, VerifiedTechnology>(async ({ modelsDir }) => {
  const access = readRemoteAccess(process.env);
  if (!access.ok) return access;
  const readings = await readModels(modelsDir);
  return succeed({
    ready: readings.map(technologyOf),
    answer: async ({ index }) => {
      const reading = readings[index];
      if (reading === undefined) throw new RangeError(`there is no model ${index}`);
      return verifyModel(reading, access.value);
    },
    close: () => {},
  });
});
