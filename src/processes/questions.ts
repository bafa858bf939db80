import type { TlsCredentials } from '../domain/network/tls-credentials.ts';
import type { FromPrimary, FromServing } from './messages.ts';

/** What a serving process asks its primary. Where that is gone, or goes before it answers, the answer is as if there were no others. */
export interface Questions {
  /** With which a process of this service served last; null where none did. */
  tlsBefore(): Promise<TlsCredentials | null>;
  /** Whether another process takes scans. */
  canOthersScreen(): Promise<boolean>;
  /** What the others count, for one that has said what it counts itself; nothing where there are none. */
  metricsOfOthers(own: string): Promise<readonly string[]>;
  /** Takes a request off the limit of a key that all processes share. Gives 0, or the seconds until the next one is due. */
  takeRequest(keyId: string, perMinute: number): Promise<number>;
}

export interface QuestionLine {
  readonly questions: Questions;
  /** Has the primary pass news on; resolves when they have arrived. */
  passOn(topic: PassedOn['topic'], news: unknown): Promise<void>;
  /** To be called with what the primary answers. */
  settle(answer: Answer): void;
  /** To be called when the primary is gone: whatever waits for an answer has none. */
  giveUp(): void;
}

type Answer = Extract<FromPrimary, { readonly id: number }>;
type PassedOn = Extract<FromServing, { readonly kind: 'tell' }>;
type Question = Extract<
  FromServing,
  { readonly kind: 'tell' | 'tls-wanted' | 'screening-wanted' | 'metrics-wanted' | 'take' }
>;
type WithoutId<Message> = Message extends unknown ? Omit<Message, 'id'> : never;

/** `tell` sends a message to the primary; of `processes`, this one is one. */
export function createQuestions(tell: (message: FromServing) => void, processes: number): QuestionLine {
  let asked = 0;
  const awaited = new Map<number, (answer: Answer | null) => void>();

  /** Null where the primary went before it answered. */
  function ask(question: WithoutId<Question>): Promise<Answer | null> {
    if (!process.connected) return Promise.resolve(null);
    const id = ++asked;
    return new Promise((resolve) => {
      awaited.set(id, resolve);
      tell({ ...question, id });
    });
  }

  function settle(id: number, answer: Answer | null): void {
    awaited.get(id)?.(answer);
    awaited.delete(id);
  }

  return {
    questions: {
      async tlsBefore() {
        const answer = await ask({ kind: 'tls-wanted' });
        return answer?.kind === 'tls-kept' ? answer.credentials : null;
      },
      async canOthersScreen() {
        if (processes === 1) return false;
        const answer = await ask({ kind: 'screening-wanted' });
        return answer?.kind === 'screening-elsewhere' && answer.isSo;
      },
      async metricsOfOthers(own) {
        if (processes === 1) return [];
        const answer = await ask({ kind: 'metrics-wanted', text: own });
        return answer?.kind === 'metrics-of-others' ? answer.texts : [];
      },
      async takeRequest(keyId, perMinute) {
        const answer = await ask({ kind: 'take', keyId, perMinute });
        return answer?.kind === 'taken' ? answer.waitSeconds : 0;
      },
    },
    passOn: async (topic, news) => void (await ask({ kind: 'tell', topic, news })),
    settle: (answer) => settle(answer.id, answer),
    giveUp() {
      for (const id of [...awaited.keys()]) settle(id, null);
    },
  };
}
