import { HOST_PROVIDERS } from '../../domain/technology/technology.ts';
import { tryProvider } from '../../inference/runtimes/try-provider.ts';

// The entry of the process in which a provider is tried: a driver that breaks ends this one, and nothing else.
const provider = HOST_PROVIDERS.find((name) => name === process.argv[2]);
if (provider === undefined) throw new Error(`start it with one of ${HOST_PROVIDERS.join(', ')}`);
const outcome = await tryProvider(provider);
process.send?.(outcome, () => process.disconnect());
