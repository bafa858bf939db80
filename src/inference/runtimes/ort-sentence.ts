import { errorMessage } from '../../domain/language/error-message.ts';

/** The parameters of a function, with those of functions among them. */
const PARAMETERS = String.raw`\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)`;
/** Where in its sources ONNX Runtime says something: file, line and the signature of the function. */
const SOURCE_PLACE = new RegExp(
  String.raw`\S*/onnxruntime_src/\S+:\d+ (?:[^()]*${PARAMETERS})+?>?(?: const)?(?: \[with [^\]]*\])? (?=\S)`,
  'g',
);

/** Where the model lies, which whoever tells of it says in words of their own, or keeps to themselves. */
const MODEL_PLACE = /^Load model from .+? (?:failed: ?|(?=This is an invalid model))/;

/** The rest of ONNX Runtime's sentence on a new opset: what it does not promise of it. */
const NEWER_OPSET = /Opset (\d+) is under development .* is till opset (\d+)/;
const CUT_WEIGHTS =
  /External initializer: (.+) offset: \d+ size to read: \d+ given file_length: (\d+) are out of bounds/;
/** 16 is bfloat16 (`TensorProto.DataType` of ONNX); other types than these are told by name once the graph is open. */
const UNREAD_TYPE = /Unsupported data type: (16)|MLDataType for: tensor\((\w+)\) is not currently/;
const NEWER_FORMAT = /IR version: (\d+), max supported IR version: (\d+)/;

/** The first line of what ONNX Runtime says, without the places in its sources and that of the model. */
export function ortSentence(error: unknown): string {
  const message = errorMessage(error);
  return (message.split('\n', 1)[0] ?? message).replace(SOURCE_PLACE, '').replace(MODEL_PLACE, '');
}

/** The cause and the cure behind a sentence of ONNX Runtime that has neither; null where it says enough, or nobody knows. */
export function causeAndCure(sentence: string): string | null {
  return newerThanRead(sentence) ?? weightsCutOff(sentence) ?? typeNotRead(sentence);
}

/** Where a file is written for a newer ONNX than is read here. */
function newerThanRead(sentence: string): string | null {
  const [, opset, lastOpset] = NEWER_OPSET.exec(sentence) ?? [];
  if (opset !== undefined) {
    return `it is written for opset ${opset}, and this ONNX Runtime reads up to opset ${lastOpset}: export it for an older one (opset_version=17 is read)`;
  }
  const [, format, lastFormat] = NEWER_FORMAT.exec(sentence) ?? [];
  if (format === undefined) return null;
  return `it has the file format (ir_version) ${format} of ONNX, and this ONNX Runtime reads up to ${lastFormat}: write it with an older version of onnx, or lower its ir_version`;
}

/** Where a file beside a model ends before the weights that it should hold. */
function weightsCutOff(sentence: string): string | null {
  const [, weights, lengthBytes] = CUT_WEIGHTS.exec(sentence) ?? [];
  if (weights === undefined) return null;
  return `the file beside it that holds its weights ends after ${lengthBytes} bytes, before those of "${weights}": copy it anew, it was cut off or is that of another export`;
}

/** Where a graph takes or gives numbers of a type that is not read here. */
function typeNotRead(sentence: string): string | null {
  const [whole, isBfloat16, name] = UNREAD_TYPE.exec(sentence) ?? [];
  if (whole === undefined) return null;
  return `its input or an output is ${isBfloat16 === undefined ? name : 'bfloat16'}: export inputs and outputs as float32 or uint8; weights may stay as they are`;
}
