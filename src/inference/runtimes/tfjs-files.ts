import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { ModelPackage } from '../model/model-package.ts';

const WeightSpec = Type.Object({
  name: Type.String({ minLength: 1 }),
  shape: Type.Array(Type.Integer({ minimum: 0 })),
  dtype: Type.Enum(['float32', 'int32', 'bool']),
  quantization: Type.Optional(
    Type.Object({
      dtype: Type.Enum(['uint8', 'uint16', 'float16']),
      scale: Type.Optional(Type.Number()),
      min: Type.Optional(Type.Number()),
    }),
  ),
});

/** The part of a TensorFlow.js `model.json` that is read here; the topology is for the library to judge. */
const ModelJson = Type.Object({
  format: Type.Literal('graph-model'),
  modelTopology: Type.Object({ node: Type.Array(Type.Unknown(), { minItems: 1 }) }),
  signature: Type.Object({ outputs: Type.Record(Type.String(), Type.Unknown()) }),
  weightsManifest: Type.Array(
    Type.Object({ paths: Type.Array(Type.String({ minLength: 1 })), weights: Type.Array(WeightSpec) }),
  ),
});
type ModelJson = Static<typeof ModelJson>;

/** A graph model of TensorFlow.js as its files say it, in the words of the library. */
export interface GraphModelFiles {
  readonly format: 'graph-model';
  readonly modelTopology: ModelJson['modelTopology'];
  readonly signature: ModelJson['signature'];
  readonly weightSpecs: Static<typeof WeightSpec>[];
  readonly weightData: ArrayBuffer;
  /** The names under which the model answers. */
  readonly outputNames: readonly string[];
}

/**
 * Reads `model.json` and the weights that it names, from the model's folder and nowhere else: a weights file counts only
 * where the manifest lists it, so that its hash was checked. Fails with `runtime-failed`, naming file and cure.
 */
export async function readGraphModel({
  manifest,
  folder,
  weightsPath,
}: ModelPackage): Promise<Outcome<GraphModelFiles>> {
  const refuse = (reason: string) => fail('runtime-failed', `Model "${manifest.id}" does not load: ${reason}.`);
  const json = await readJson(weightsPath);
  if (!Value.Check(ModelJson, json)) return refuse(`${path.basename(weightsPath)}: ${describeProblem(json)}`);

  const listed = new Set(manifest.files.map((file) => path.resolve(folder, file.path)));
  const parts: Buffer[] = [];
  for (const name of json.weightsManifest.flatMap(({ paths }) => paths)) {
    const file = path.resolve(path.dirname(weightsPath), name);
    if (!listed.has(file)) return refuse(`it wants "${name}"; list it in files of the manifest, with its hash`);
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) return refuse(`${name}: the file is missing or cannot be read`);
    parts.push(bytes);
  }
  return succeed({
    format: json.format,
    modelTopology: json.modelTopology,
    signature: json.signature,
    weightSpecs: json.weightsManifest.flatMap(({ weights }) => weights),
    weightData: Uint8Array.from(Buffer.concat(parts)).buffer,
    outputNames: Object.keys(json.signature.outputs),
  });
}

async function readJson(filePath: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(filePath, 'utf8'));
  } catch {
    return null;
  }
}

function describeProblem(json: unknown): string {
  if (json === null) return 'the file is missing or is no JSON; the first file of the manifest is a model.json';
  if (Value.Check(Type.Object({ format: Type.Literal('layers-model') }), json)) {
    return 'a layers model; convert it with tensorflowjs_converter --output_format=tfjs_graph_model';
  }
  const [first] = Value.Errors(ModelJson, json);
  return `no graph model of TensorFlow.js (${first?.instancePath ?? ''} ${first?.message ?? ''})`;
}
