import { fail, succeed } from '../../domain/failure.ts';
import { NO_REMOTE_ACCESS } from '../../domain/network/remote-access.ts';
import {
  elementCount,
  type ModelSignature,
  TENSOR_TYPES,
  type TensorSpec,
  type Tensors,
} from '../../domain/technology/tensor.ts';
import type { Manifest, Remote } from '../model/manifest.ts';
import { signatureFromManifest } from '../model/model-signature.ts';
import type { LoadedModel, Runtime } from '../runtime.ts';
import { describeDims, fitsDims } from '../tensors/fit-dims.ts';
import { specOf, whyNoFit, whyNotTheSame } from './remote/compare-server.ts';
import { fitsTrial } from './remote/fits-trial.ts';
import { BINARY_EXTENSION, type InferenceServer } from './remote/inference-server.ts';
import { openServer } from './remote/open-server.ts';

/**
 * Asks another server to run a model: any that speaks the Open Inference Protocol, version 2, over HTTP or HTTPS, with its
 * extension for binary tensors or without. Preparation and decision stay here, so what leaves is the prepared tensor, which
 * still shows the container: only to hosts that the settings name. `run` does not block its thread, but occupies it.
 */
export const remoteRuntime: Runtime = {
  name: 'remote',
  async load({ manifest }, { provider, remoteAccess = NO_REMOTE_ACCESS }) {
    const { id, remote } = manifest;
    const refuse = (reason: string) => fail('runtime-failed', `Model "${id}": ${reason}`);
    if (provider !== 'http') return refuse('the remote runtime has only the provider http.');
    if (remote === undefined) return refuse('its manifest does not say where it is served: give remote.');
    const opened = openServer(remote, remoteAccess);
    if (!opened.ok) return refuse(opened.failure.message);
    const server = opened.value;
    const giveUp = (reason: string) => {
      server.close();
      return refuse(reason);
    };
    const description = await server.describe();
    if (!description.ok) return giveUp(description.failure.message);
    const problem = whyNotTheSame(remote.recorded, description.value) ?? whyNoFit(manifest, remote.recorded);
    if (problem !== null) return giveUp(problem);
    const isBinary = description.value.server.extensions.includes(BINARY_EXTENSION);
    return succeed(loadedModel(manifest, remote, server, isBinary));
  },
};

function loadedModel(manifest: Manifest, remote: Remote, server: InferenceServer, isBinary: boolean): LoadedModel {
  const { id } = manifest;
  const signature = signatureOf(remote);
  const wanted = signatureFromManifest(manifest).outputs.map(({ name }) => name);
  const { trial } = remote.recorded;
  let isOpen = true;
  const refuse = (reason: string) => fail('runtime-failed', `Model "${id}" ${reason}`);
  return {
    signature,
    async run(inputs, signal) {
      if (!isOpen) return refuse('was closed and runs no more.');
      const misfit = findMisfit(inputs, signature.inputs);
      if (misfit !== null) return refuse(`refuses its input: ${misfit}.`);
      const answered = await server.infer(inputs, wanted, { isBinary, signal });
      if (!answered.ok) return refuse(`failed on its server. ${answered.failure.message}`);
      for (const { name, type, dims } of signature.outputs) {
        const output = answered.value[name];
        if (output === undefined) continue;
        // What is full scale goes by the type: probabilities as bytes would be 255 times too low.
        if (output.type !== type) {
          const [given, promised] = [output.type, type].map((each) => TENSOR_TYPES[each].datatype);
          return refuse(`answers "${name}" as ${given}; its server promised ${promised}: mend it on its server.`);
        }
        if (!fitsDims(output.dims, dims)) {
          return refuse(`answers "${name}" as [${output.dims.join(', ')}]; its server promised ${describeDims(dims)}.`);
        }
      }
      const asked = inputs[manifest.input.name]?.dims ?? [];
      for (const name of wanted) {
        const dims = answered.value[name]?.dims ?? [];
        if (trial === undefined || fitsTrial(trial, asked, dims)) continue;
        const then = `[${trial.output.join(', ')}] to [${trial.input.join(', ')}]`;
        return refuse(
          `answers "${name}" as [${dims.join(', ')}] to [${asked.join(', ')}]; when it was added it was ${then}: mend it on its server, or add it anew with --force.`,
        );
      }
      return answered;
    },
    remote: {
      async probe() {
        const description = await server.describe();
        const problem = description.ok
          ? whyNotTheSame(remote.recorded, description.value)
          : description.failure.message;
        return problem === null ? succeed(null) : fail('runtime-failed', `Model "${id}": ${problem}`);
      },
      emptyRoundTripMs: () => server.emptyRoundTripMs(),
      takeSpent: () => server.takeSpent(),
      takeTraffic: () => server.takeTraffic(),
    },
    async close() {
      isOpen = false;
      server.close();
    },
  };
}

function signatureOf({ recorded }: Remote): ModelSignature {
  return {
    inputs: recorded.inputs.map(specOf).filter((spec) => spec !== null),
    outputs: recorded.outputs.map(specOf).filter((spec) => spec !== null),
  };
}

/** What is wrong with the tensors of a run, before anything of them is sent; null where nothing is. */
function findMisfit(inputs: Tensors, specs: readonly TensorSpec[]): string | null {
  const unknown = Object.keys(inputs).find((name) => specs.every((spec) => spec.name !== name));
  if (unknown !== undefined) return `it has none named "${unknown}"`;
  for (const { name, type, dims } of specs) {
    const tensor = inputs[name];
    if (tensor === undefined) return `"${name}" is missing`;
    if (tensor.type !== type) return `"${name}" is ${tensor.type}, not ${type}`;
    if (!fitsDims(tensor.dims, dims)) return `"${name}" is [${tensor.dims.join(', ')}], not ${describeDims(dims)}`;
    if (elementCount(tensor.dims) !== tensor.data.length) {
      return `${tensor.data.length} values do not fill [${tensor.dims.join(', ')}]`;
    }
  }
  return null;
}
