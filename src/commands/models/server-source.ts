import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { RemoteAccess } from '../../domain/network/remote-access.ts';
import { findAddressProblems } from '../../inference/model/check-address.ts';
import type { Remote } from '../../inference/model/manifest.ts';
import { recordServer, specOf } from '../../inference/runtimes/remote/compare-server.ts';
import { BINARY_EXTENSION, type ServerDescription } from '../../inference/runtimes/remote/inference-server.ts';
import { openServer } from '../../inference/runtimes/remote/open-server.ts';
import type { ModelSource } from './model-source.ts';
import { proposeModel } from './propose-model.ts';

/** Where a server serves a model, which token it is asked with, and how long it may take. */
export type ServedAt = Pick<Remote, 'address' | 'model' | 'version' | 'tokenVariable' | 'deadlineMs'>;

const MODEL_PATH = /^(?<base>.*)\/v2\/models\/(?<model>[^/]+)(?:\/versions\/(?<version>[^/]+))?\/?$/;

/** Reads the address of a model, e.g. `http://host:8000/v2/models/NAME`; null where it is none. */
export function readModelAddress(text: string): ServedAt | null {
  if (!URL.canParse(text)) return null;
  const { origin, protocol, pathname, search, hash, username, password } = new URL(text);
  const { base = '', model, version } = MODEL_PATH.exec(pathname)?.groups ?? {};
  if (!/^https?:$/.test(protocol) || `${search}${hash}${username}${password}` !== '') return null;
  const [modelName, versionName] = [model, version].map((name) => (name === undefined ? undefined : decode(name)));
  if (modelName === undefined || modelName === null || versionName === null) return null;
  return {
    address: `${origin}${base}`,
    model: modelName,
    ...(versionName !== undefined && { version: versionName }),
  };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** A server of the Open Inference Protocol: read by what it says of the model, and by one run of it. */
export function serverSource(served: ServedAt, access: RemoteAccess): ModelSource {
  return {
    origin: `${served.address}/v2/models/${encodeURIComponent(served.model)}`,
    name: `${served.model} at ${new URL(served.address).host}`,
    async read(id, _folder, wishes) {
      const [problem] = findAddressProblems(served);
      if (problem !== undefined) return fail('malformed-request', `${problem}.`);
      const found = await describe(served, access);
      if (!found.ok) return found;
      const { description, version } = found.value;
      const pinned = { ...served, ...(version !== undefined && { version }) };
      const server = openServer(pinned, access);
      if (!server.ok) return server;
      const recorded = recordServer(description);
      const isBinary = description.server.extensions.includes(BINARY_EXTENSION);
      const outputs = recorded.outputs.map(specOf).filter((spec) => spec !== null);
      const inputs = recorded.inputs.map(specOf).filter((spec) => spec !== null);
      if (inputs.length < recorded.inputs.length || outputs.length === 0) return unreadTypes(id, recorded);
      const names = outputs.map(({ name }) => name);
      const run = {
        run: (tensors: Parameters<typeof server.value.infer>[0]) => server.value.infer(tensors, names, { isBinary }),
      };
      const proposed = await proposeModel({ signature: { inputs, outputs }, ...run }, false, wishes);
      server.value.close();
      if (!proposed.ok) return proposed;
      const { part, assumptions, warnings } = proposed.value;
      const trial = { input: [...proposed.value.trial.input], output: [...proposed.value.trial.output] };
      return succeed({
        part: { files: [], runtime: 'remote', remote: { ...pinned, recorded: { ...recorded, trial } }, ...part },
        assumptions: [...assumptions, ...assumedOfServer(pinned, isBinary)],
        precision: null,
        warnings,
      });
    },
  };
}

function assumedOfServer({ model, version }: ServedAt, isBinary: boolean): readonly string[] {
  return [
    version === undefined
      ? `The server names no version of "${model}", so a new one would go unnoticed.`
      : `It is version ${version} of "${model}", whatever else the server has.`,
    isBinary
      ? 'Tensors go as binary, as the server offers.'
      : `Tensors go as JSON, because the server does not name the extension ${BINARY_EXTENSION}: many times as many bytes.`,
  ];
}

interface Described {
  readonly description: ServerDescription;
  /** The one that is asked for from now on; undefined where the server has none. */
  readonly version: string | undefined;
}

/** What the server says of the version that was named, or of the only one that it has. */
async function describe(served: ServedAt, access: RemoteAccess): Promise<Outcome<Described>> {
  const opened = openServer(served, access);
  if (!opened.ok) return opened;
  const found = await opened.value.describe();
  opened.value.close();
  if (!found.ok) return found;
  const { versions } = found.value.model;
  const [only, ...others] = versions;
  if (served.version === undefined && others.length > 0) {
    const sentence = `The server has the versions ${versions.join(', ')} of "${served.model}": name one, as in …/versions/${only}.`;
    return fail('malformed-request', sentence);
  }
  const version = served.version ?? only;
  return succeed({ description: found.value, version });
}

function unreadTypes(id: string, { inputs, outputs }: Remote['recorded']): ReturnType<typeof fail> {
  const types = [...inputs, ...outputs].map(({ name, datatype }) => `"${name}" ${datatype}`).join(', ');
  return fail('malformed-request', `The model "${id}" has ${types}; export them as FP32 or UINT8.`);
}
