import { LOADED_AGAIN, type ProvenModel } from '../../domain/technology/technology.ts';
import type { ThreadReport } from '../messages.ts';
import { MODEL_GONE, WEIGHTS_CHANGED } from './technology-states.ts';

/** What threads have screened with: what a replacement lacks of it is worth another try. */
export interface ProvenModels {
  remember(report: ThreadReport): void;
  /** The models on the CPU that threads had and this one has not, as they had them. */
  missingIn(report: ThreadReport): readonly ProvenModel[];
}

/**
 * A model that no thread could load is not among them: it would be tried for ever in vain.
 *
 * @param before those of processes before this one
 */
export function createProvenModels(before: readonly ProvenModel[]): ProvenModels {
  const proven = new Map(before.map((model) => [model.id, model]));
  return {
    remember(report) {
      for (const { id, hash, reason, isOnCpu } of report.technologies) {
        if (isOnCpu && reason === null && !proven.has(id)) proven.set(id, { id, hash });
      }
    },
    missingIn({ technologies }) {
      const has = ({ id, hash }: ProvenModel) =>
        technologies.some((own) => own.id === id && own.reason === null && own.hash === hash);
      return [...proven.values()].filter((wanted) => !has(wanted));
    },
  };
}

/** The same report, where each model that is missing says that it is tried again. */
export function withTriesAhead(report: ThreadReport, missing: readonly ProvenModel[]): ThreadReport {
  const others = report.technologies.filter(({ id }) => missing.every((wanted) => wanted.id !== id));
  const tried = missing.map(({ id, hash }) => {
    const own = report.technologies.find((technology) => technology.id === id);
    const why = own === undefined ? MODEL_GONE : (own.reason ?? WEIGHTS_CHANGED);
    const reason = why.endsWith(LOADED_AGAIN) ? why : `${why} ${LOADED_AGAIN}`;
    return { id, hash, isOnCpu: true, reason, signature: null };
  });
  return { ...report, technologies: [...others, ...tried] };
}
