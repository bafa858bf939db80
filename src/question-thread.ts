import { parentPort, Worker } from 'node:worker_threads';

/** A thread that answers one question after the other. It is started by the first, and does not keep the process alive. */
export interface QuestionThread<Question> {
  /** Rejects where the thread threw or died, which is a bug; the next question starts another. */
  ask<Answer>(question: Question): Promise<Answer>;
  /** Ends the thread once it has answered all that it was asked. */
  end(): Promise<void>;
}

interface Asked<Question> {
  readonly number: number;
  readonly question: Question;
}

interface Answered<Answer> {
  readonly number: number;
  readonly answer: Answer;
}

/** The word that ends a thread. */
const GO_HOME = null;

/** `entry` is the compiled module that the thread runs, which calls `answerQuestions`; `data` is its `workerData`. */
export function createQuestionThread<Question>(entry: string, data?: unknown): QuestionThread<Question> {
  let thread: ReturnType<typeof start<Question>> | null = null;
  const startNew = () => {
    const started = start<Question>(entry, data, () => {
      if (thread === started) thread = null;
    });
    return started;
  };
  return {
    ask(question) {
      thread ??= startNew();
      return thread.ask(question);
    },
    async end() {
      await thread?.end();
    },
  };
}

function start<Question>(entry: string, data: unknown, onExit: () => void) {
  const worker = new Worker(entry, { workerData: data });
  const waiting = new Map<number, { answer(answer: never): void; reject(bug: unknown): void }>();
  let asked = 0;
  let bug: unknown = new Error(`The thread of ${entry} ended before it had answered.`);
  worker.on('message', ({ number, answer }: Answered<never>) => {
    waiting.get(number)?.answer(answer);
    waiting.delete(number);
    if (waiting.size === 0) worker.unref();
  });
  worker.on('error', (error) => {
    bug = error;
  });
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      onExit();
      for (const { reject } of waiting.values()) reject(bug);
      resolve();
    });
  });
  return {
    ask<Answer>(question: Question) {
      return new Promise<Answer>((resolve, reject) => {
        asked += 1;
        waiting.set(asked, { answer: resolve, reject });
        worker.ref();
        worker.postMessage({ number: asked, question } satisfies Asked<Question>);
      });
    },
    async end() {
      worker.ref();
      worker.postMessage(GO_HOME);
      await exited;
    },
  };
}

/** The other end: answers in the order of the questions until it is sent home. A throw ends the thread: it is a bug. */
export function answerQuestions<Question>(answer: (question: Question) => unknown, close: () => void = () => {}): void {
  const port = parentPort;
  if (port === null) throw new Error('answerQuestions was called outside a thread');
  port.on('message', (asked: Asked<Question> | typeof GO_HOME) => {
    if (asked === GO_HOME) {
      close();
      port.close();
    } else port.postMessage({ number: asked.number, answer: answer(asked.question) } satisfies Answered<unknown>);
  });
}
