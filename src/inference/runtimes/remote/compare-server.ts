import { type Dimension, TENSOR_TYPES, type TensorSpec, type TensorType } from '../../../domain/technology/tensor.ts';
import type { TensorMetadata } from '../../../formats/open-inference/read-metadata.ts';
import type { Manifest, RecordedServer } from '../../model/manifest.ts';
import { signatureFromManifest } from '../../model/model-signature.ts';
import { allowsSize, describeDims } from '../../tensors/fit-dims.ts';
import type { ServerDescription } from './inference-server.ts';

const TYPES: readonly TensorType[] = ['float32', 'uint8', 'uint16'];

/** What of a server's description is kept in a manifest: all by which the technology could be told from another. */
export function recordServer({ server, model }: ServerDescription): RecordedServer {
  const copy = ({ name, datatype, shape }: TensorMetadata) => ({ name, datatype, shape: [...shape] });
  return {
    serverName: server.name,
    serverVersion: server.version,
    platform: model.platform,
    inputs: model.inputs.map(copy),
    outputs: model.outputs.map(copy),
  };
}

/** What a server says now in other words than a manifest has recorded, as a sentence; null where nothing is. */
export function whyNotTheSame(recorded: RecordedServer, description: ServerDescription): string | null {
  const found = recordServer(description);
  const changes = [
    change('the name of the server', recorded.serverName, found.serverName),
    change('its version', recorded.serverVersion, found.serverVersion),
    change("the model's platform", recorded.platform, found.platform),
    change('its inputs', describeAll(recorded.inputs), describeAll(found.inputs)),
    change('its outputs', describeAll(recorded.outputs), describeAll(found.outputs)),
  ].filter((sentence) => sentence !== null);
  if (changes.length === 0) return null;
  return (
    `The server is not the one that was added: ${changes.join('; ')}. That is another technology: ` +
    'add it anew with scanbench models add --remote --force, and calibrate it.'
  );
}

function change(what: string, was: string, is: string): string | null {
  return was === is ? null : `${what} was ${JSON.stringify(was)} and is ${JSON.stringify(is)}`;
}

function describeAll(tensors: readonly TensorMetadata[]): string {
  return tensors.map(({ name, datatype, shape }) => `${name} ${datatype} [${shape.join(', ')}]`).join(', ');
}

/** A tensor of a server's metadata, or null where its datatype is not read. */
export function specOf({ name, datatype, shape }: TensorMetadata): TensorSpec | null {
  const type = TYPES.find((known) => TENSOR_TYPES[known].datatype === datatype);
  if (type === undefined) return null;
  return { name, type, dims: shape.map((size) => (size >= 0 ? { size } : { multipleOf: 1 })) };
}

/** Why a manifest's input and output do not fit what its server takes and gives, as a sentence; null where they do. */
export function whyNoFit(manifest: Pick<Manifest, 'input' | 'output'>, recorded: RecordedServer): string | null {
  const [wanted] = signatureFromManifest(manifest).inputs;
  const [given] = signatureFromManifest(manifest).outputs;
  const [input, ...others] = recorded.inputs;
  if (wanted === undefined || given === undefined || input === undefined || others.length > 0) {
    return `The server's model has ${recorded.inputs.length} inputs; a scan becomes one`;
  }
  const spec = specOf(input);
  if (input.name !== wanted.name) return `input.name is "${wanted.name}"; the server's model takes "${input.name}"`;
  if (spec?.type !== wanted.type) return `input.type is ${wanted.type}; the server's model takes ${input.datatype}`;
  if (!overlaps(wanted, spec)) {
    return `The input is ${describeDims(wanted.dims)} by the manifest; the server's model takes ${describeDims(spec.dims)}`;
  }
  const output = recorded.outputs.find(({ name }) => name === given.name);
  if (output === undefined) {
    return `output.names has "${given.name}"; the server's model gives ${recorded.outputs.map(({ name }) => name).join(', ')}`;
  }
  if (specOf(output) === null) {
    return `The server's model gives "${output.name}" as ${output.datatype}; ${TYPES.map((type) => TENSOR_TYPES[type].datatype).join(', ')} are read`;
  }
  return null;
}

/** Whether a tensor can be of both: as many dimensions, and in each a size that both allow. */
function overlaps({ dims: first }: TensorSpec, { dims: second }: TensorSpec): boolean {
  return first.length === second.length && first.every((one, axis) => meets(one, second[axis] ?? one));
}

/** Dimensions that are both free meet: what a server says of one names no steps. */
function meets(one: Dimension, other: Dimension): boolean {
  if ('size' in one) return allowsSize(other, one.size);
  return 'size' in other ? allowsSize(one, other.size) : true;
}
