import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { startOwnProcess } from '../own-process/own-process.ts';
import { noModels } from './no-models.ts';
import { unverified, type VerifiedTechnology } from './verify-models.ts';

export interface VerifyingSetup {
  readonly modelsDir: string;
}

/** A model, by its place in the folder. */
export interface VerifyingOrder {
  readonly index: number;
}

/**
 * Does as `verifyModels` in a process of its own, and in another one after a model that ended it: a crash, and a run that
 * does not come back for `hangSeconds`, is said of that model and hides nothing of the others.
 */
export async function verifyInProcess(
  modelsDir: string,
  hangSeconds?: number,
): Promise<Outcome<readonly VerifiedTechnology[]>> {
  const start = async () => {
    const setup: VerifyingSetup = { modelsDir };
    const child = await startOwnProcess<Outcome<readonly string[]>, VerifyingOrder, VerifiedTechnology>(
      'models/verify-process.js',
      setup,
      hangSeconds === undefined ? {} : { hangSeconds },
    );
    const { started } = child;
    if ('message' in started)
      return started.message.ok ? succeed({ ids: started.message.value, child }) : started.message;
    return fail('runtime-failed', `The process that reads ${modelsDir} ended (${started.ended}): ${started.cause}.`);
  };
  let running = await start();
  if (!running.ok) return running;
  const { ids } = running.value;
  const rows: VerifiedTechnology[] = [];
  for (const [index, id] of ids.entries()) {
    if (!running.ok) return running;
    const verified = await running.value.child.ask({ index });
    if ('message' in verified) rows.push(verified.message);
    else {
      rows.push(unverified(id, `Its process ended (${verified.ended}): ${verified.cause}.`));
      running = await start();
    }
  }
  if (running.ok) await running.value.child.stop();
  return rows.length === 0 ? noModels(modelsDir) : succeed(rows);
}
