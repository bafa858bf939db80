import type { BodyForm } from './numbered-body.ts';

/** Another server, as its quick start has it: one worker, one thread, its own defaults for everything else. */
export interface Peer {
  readonly name: string;
  /** `servers/<id>.txt` says what is installed. */
  readonly id: string;
  /** Of the package whose version stands in the table. */
  readonly package: string;
  /** What is run by the Python of its environment; `{port}`, `{servers}` (where our files for it are) and `{folder}` (its own) are filled in. */
  readonly args: readonly string[];
  readonly readyPath: string;
  readonly path: string;
  readonly contentType: string;
  readonly form: BodyForm;
}

const png = { path: '/score', contentType: 'image/png', form: 'bytes' } as const;

export const PEERS: readonly Peer[] = [
  {
    ...png,
    name: 'FastAPI + uvicorn',
    id: 'fastapi',
    package: 'fastapi',
    args: ['{servers}/fastapi_server.py', '{port}'],
    readyPath: '/openapi.json',
  },
  {
    ...png,
    name: 'LitServe',
    id: 'litserve',
    package: 'litserve',
    args: ['{servers}/litserve_server.py', '{port}'],
    readyPath: '/health',
  },
  {
    ...png,
    name: 'BentoML',
    id: 'bentoml',
    package: 'bentoml',
    args: ['-m', 'bentoml', 'serve', 'bentoml_service:Score', '--host', '127.0.0.1', '--port', '{port}'],
    readyPath: '/readyz',
  },
  {
    name: 'MLServer',
    id: 'mlserver',
    package: 'mlserver',
    args: ['-c', 'from mlserver.cli import main; main()', 'start', '{folder}'],
    readyPath: '/v2/models/score/ready',
    path: '/v2/models/score/infer',
    contentType: 'application/json',
    form: 'base64-tensor',
  },
];
