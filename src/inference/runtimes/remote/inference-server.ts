import { type Failure, fail, type Outcome, succeed } from '../../../domain/failure.ts';
import { addRemoteTimes, NO_REMOTE_TIME, type RemoteTime } from '../../../domain/network/remote-time.ts';
import { addRemoteTraffic, NO_REMOTE_TRAFFIC, type RemoteTraffic } from '../../../domain/network/remote-traffic.ts';
import { elementCount, type Tensors } from '../../../domain/technology/tensor.ts';
import { readError } from '../../../formats/open-inference/read-error.ts';
import { type InferAnswer, readInferResponse } from '../../../formats/open-inference/read-infer-response.ts';
import {
  type ModelMetadata,
  readModelMetadata,
  readServerMetadata,
  type ServerMetadata,
  type TensorMetadata,
} from '../../../formats/open-inference/read-metadata.ts';
import { readReadiness } from '../../../formats/open-inference/read-readiness.ts';
import { writeInferRequest } from '../../../formats/open-inference/write-infer-request.ts';
import { fitToPrint } from './fit-to-print.ts';
import { openHttp, type RemoteReply, type RemoteRequest } from './http-connection.ts';
import { refusalHint } from './refusal-hint.ts';
import { readServerTotalMs } from './server-timing.ts';
import { strikeOut, strikeOutOfName } from './strike-out.ts';

/** One model on a server that speaks the Open Inference Protocol, version 2, over HTTP. */
export interface InferenceServer {
  /** What the server says of itself and of the model, where that is ready. Fails with `runtime-failed`. */
  describe(): Promise<Outcome<ServerDescription>>;
  /**
   * One run: the outputs of these names. Fails with `runtime-failed` where no whole answer comes, or one that is not to
   * this request or not of this model.
   */
  infer(inputs: Tensors, outputs: readonly string[], options: InferOptions): Promise<Outcome<Tensors>>;
  /** One `GET /v2/health/live`, in milliseconds. Fails as `describe`. */
  emptyRoundTripMs(): Promise<Outcome<number>>;
  /** What `infer` has taken since this was asked last. */
  takeSpent(): RemoteTime;
  /** What `infer` has sent and got since this was asked last. */
  takeTraffic(): RemoteTraffic;
  close(): void;
}

export interface InferOptions {
  readonly isBinary: boolean;
  /** Breaks the request off where it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

export interface ServerDescription {
  readonly server: ServerMetadata;
  readonly model: ModelMetadata;
}

export interface ServedModel {
  readonly address: URL;
  readonly model: string;
  readonly version?: string;
  readonly token: string | null;
  readonly deadlineMs: number;
}

/** The extension's name in the metadata of servers, Triton's among them. */
export const BINARY_EXTENSION = 'binary_tensor_data';

const HEADER_LENGTH = 'inference-header-content-length';
const METADATA_LIMIT_BYTES = 1_048_576;
const METADATA_DEADLINE_MS = 3000;

/** No map has more values than its input, unless a server adds outputs that nobody asked for. */
const LARGEST_ANSWER_INPUTS = 4;
/** What one number takes: as float32, and written out with its comma. */
const VALUE_BYTES = { binary: 4, json: 32 } as const;

/** Sends nothing yet: whether anybody answers is found out by `describe`. */
export function openInferenceServer({ address, model, version, token, deadlineMs }: ServedModel): InferenceServer {
  const http = openHttp(address, token);
  const modelPath =
    `/v2/models/${encodeURIComponent(model)}` +
    (version === undefined ? '' : `/versions/${encodeURIComponent(version)}`);
  const metadata = {
    method: 'GET',
    deadlineMs: METADATA_DEADLINE_MS,
    answerLimitBytes: () => METADATA_LIMIT_BYTES,
  } as const;
  let requests = 0;
  let spent = NO_REMOTE_TIME;
  let traffic = NO_REMOTE_TRAFFIC;

  const refuse = (sentence: string) => fail('runtime-failed', strikeOut(sentence, token));

  async function ask(request: RemoteRequest): Promise<Outcome<RemoteReply>> {
    const reply = await http.request(request);
    if (!reply.ok) return refuse(`The server ${address.origin} ${reply.failure.message}.`);
    const { status, body } = reply.value;
    if (status === 200) return reply;
    const hint = refusalHint(status, body, token);
    return refuse(`The server ${address.origin} answers ${status} to ${request.path}${hint}.`);
  }

  /** Some servers refuse with 200 and say why in the protocol's words; else it is said what is wrong with the answer. */
  function unread(path: string, body: Uint8Array, { message }: Failure, cure = ''): Outcome<never> {
    const sentence =
      readError(body) === null
        ? `${message}${cure}`
        : `The server ${address.origin} answers 200 to ${path}, but with an error${refusalHint(200, body, token)}.`;
    return refuse(sentence);
  }

  function unreadMetadata(path: string, body: Uint8Array, failure: Failure): Outcome<never> {
    const cure = ` ${address.origin} answered so to ${path}: see that its address leads to a server of the protocol.`;
    return unread(path, body, failure, cure);
  }

  return {
    async describe() {
      const server = await ask({ ...metadata, path: '/v2' });
      if (!server.ok) return server;
      const serverMetadata = readServerMetadata(server.value.body);
      if (!serverMetadata.ok) return unreadMetadata('/v2', server.value.body, serverMetadata.failure);
      const ready = await ask({ ...metadata, path: `${modelPath}/ready` });
      if (!ready.ok) return ready;
      if (!readReadiness(ready.value.body)) {
        const sentence = `The server ${address.origin} says that the model is not ready (200 to ${modelPath}/ready): load it there.`;
        return refuse(sentence);
      }
      const described = await ask({ ...metadata, path: modelPath });
      if (!described.ok) return described;
      const modelMetadata = readModelMetadata(described.value.body);
      if (!modelMetadata.ok) return unreadMetadata(modelPath, described.value.body, modelMetadata.failure);
      return succeed(struckOut({ server: serverMetadata.value, model: modelMetadata.value }, token));
    },
    async infer(inputs, outputs, { isBinary, signal }) {
      const id = String(++requests);
      const written = writeInferRequest({ id, inputs, outputs, isBinary });
      if (!written.ok) return written;
      const { body, headerBytes } = written.value;
      const values = Object.values(inputs).reduce((sum, { dims }) => sum + elementCount(dims), 0);
      const path = `${modelPath}/infer`;
      const startedAt = performance.now();
      const reply = await ask({
        method: 'POST',
        path,
        headers: {
          'content-type': headerBytes === null ? 'application/json' : 'application/octet-stream',
          ...(headerBytes !== null && { [HEADER_LENGTH]: String(headerBytes) }),
        },
        body,
        deadlineMs,
        signal,
        // Some take binary tensors and answer in JSON all the same.
        answerLimitBytes: (answered) =>
          METADATA_LIMIT_BYTES +
          LARGEST_ANSWER_INPUTS * values * VALUE_BYTES[answered[HEADER_LENGTH] === undefined ? 'json' : 'binary'],
      });
      const took = timeOf(reply, performance.now() - startedAt, body.length);
      spent = addRemoteTimes(spent, took);
      traffic = addRemoteTraffic(traffic, took);
      if (!reply.ok) return reply;
      const length = headerLengthIn(reply.value);
      if (!length.ok) return length;
      const answer = readInferResponse(reply.value.body, length.value, outputs);
      if (!answer.ok) return unread(path, reply.value.body, answer.failure);
      const problem = findMixUp(answer.value, { id, model, version });
      return problem === null ? succeed(answer.value.outputs) : refuse(fitToPrint(problem));
    },
    async emptyRoundTripMs() {
      const reply = await ask({ ...metadata, path: '/v2/health/live' });
      return reply.ok ? succeed(reply.value.roundTripMs) : reply;
    },
    takeSpent() {
      const taken = spent;
      spent = NO_REMOTE_TIME;
      return taken;
    },
    takeTraffic() {
      const taken = traffic;
      traffic = NO_REMOTE_TRAFFIC;
      return taken;
    },
    close: () => http.close(),
  };
}

/** A description without the token in any name that can come to be printed. */
function struckOut({ server, model }: ServerDescription, token: string | null): ServerDescription {
  const strike = (name: string) => strikeOutOfName(name, token);
  const strikeTensor = (tensor: TensorMetadata) => ({
    ...tensor,
    name: strike(tensor.name),
    datatype: strike(tensor.datatype),
  });
  return {
    server: { ...server, name: strike(server.name), version: strike(server.version) },
    model: {
      versions: model.versions.map(strike),
      platform: strike(model.platform),
      inputs: model.inputs.map(strikeTensor),
      outputs: model.outputs.map(strikeTensor),
    },
  };
}

function timeOf(reply: Outcome<RemoteReply>, elapsedMs: number, sentBytes: number): RemoteTime {
  if (!reply.ok) {
    return { requests: 1, roundTripMs: elapsedMs, waitMs: elapsedMs, serverMs: null, sentBytes, receivedBytes: 0 };
  }
  const { roundTripMs, waitMs, headers, body } = reply.value;
  const serverMs = readServerTotalMs(headers['server-timing']);
  return {
    requests: 1,
    roundTripMs,
    waitMs,
    // A server that says it worked longer than it was waited for says nothing.
    serverMs: serverMs !== null && serverMs <= roundTripMs ? serverMs : null,
    sentBytes,
    receivedBytes: body.length,
  };
}

function headerLengthIn({ headers }: RemoteReply): Outcome<number | null> {
  const header = headers[HEADER_LENGTH];
  if (header === undefined) return succeed(null);
  if (typeof header === 'string' && /^\d{1,12}$/.test(header)) return succeed(Number(header));
  return fail('runtime-failed', 'The answer has an Inference-Header-Content-Length that is no number of bytes.');
}

/** Why an answer is not the one that was asked for, or null; what a server leaves out cannot be held against it. */
function findMixUp(
  { id, modelName, modelVersion }: InferAnswer,
  asked: { readonly id: string; readonly model: string; readonly version: string | undefined },
): string | null {
  if (id !== null && id !== '' && id !== asked.id) return `The answer is to the request ${id}, not to ${asked.id}.`;
  if (modelName !== null && modelName !== asked.model)
    return `The answer is of the model "${modelName}", not of "${asked.model}".`;
  if (asked.version !== undefined && modelVersion !== null && modelVersion !== asked.version) {
    return `The answer is of the version "${modelVersion}", not of "${asked.version}".`;
  }
  return null;
}
