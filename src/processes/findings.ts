import type { TlsCredentials } from '../domain/network/tls-credentials.ts';
import type { GpuProvider, ProvenTechnology } from '../domain/technology/technology.ts';
import type { FromServing, Setup } from './messages.ts';
import { createSuspects } from './suspects.ts';

/** What processes have found that their replacements are to know; kept for as long as the primary lives. */
export interface Findings {
  hear(slot: number, message: FromServing): void;
  /** The process of a place has ended by itself. */
  processEnded(slot: number): void;
  forSetup(): Pick<Setup, 'suspects' | 'provenProviders' | 'provenModels' | 'endlessModels'>;
  /** With which a process serves, or served; never part of a setup, which whoever lists the processes can read. */
  tls(): TlsCredentials | null;
}

export function createFindings(): Findings {
  const suspects = createSuspects();
  const provenProviders = new Set<GpuProvider>();
  const provenModels = new Map<string, ProvenTechnology>();
  const endlessModels = new Set<string>();
  let tls: TlsCredentials | null = null;
  return {
    hear(slot, message) {
      if (message.kind === 'provider-found') provenProviders.add(message.provider);
      else if (message.kind === 'models-proven') for (const model of message.models) provenModels.set(model.id, model);
      else if (message.kind === 'endless-model') endlessModels.add(message.technology);
      else if (message.kind === 'queued-scan') suspects[message.state](slot, message.id);
      else if (message.kind === 'tls-in-use') tls = message.credentials;
    },
    processEnded: suspects.processEnded,
    forSetup: () => ({
      suspects: [...suspects.list()],
      provenProviders: [...provenProviders],
      provenModels: [...provenModels.values()],
      endlessModels: [...endlessModels],
    }),
    tls: () => tls,
  };
}
