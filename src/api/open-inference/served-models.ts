import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { NO_SIBLINGS, type Siblings } from '../../domain/service/siblings.ts';
import type { Technology } from '../../domain/technology/technology.ts';
import type { ModelSignature } from '../../domain/technology/tensor.ts';
import type { Screener } from '../../workers/screener.ts';

/** A model as the Open Inference Protocol sees it: name, one version, and whether it infers now. */
export interface ServedModel {
  readonly name: string;
  readonly version: string;
  readonly state: 'READY' | 'LOADING' | 'UNAVAILABLE';
  /** Why it is not ready; empty where it is. */
  readonly reason: string;
  /** The technology that runs it, on the first provider that is ready. */
  readonly technology: Technology;
}

export interface DescribedModel extends ServedModel {
  readonly signature: ModelSignature;
}

/** The models of this machine, and which of them clients of the Open Inference Protocol may use. */
export interface ServedModels {
  /** In the documented order of the technologies; none infers while the service stops. */
  list(): readonly ServedModel[];
  /** A model that infers now. Fails with `unknown-model`, or `overloaded` while it is being loaded. */
  find(name: string, version?: string): Outcome<ServedModel>;
  /** A model with its tensors, whether it infers now or not. Fails as `find` where nobody has loaded it. */
  describe(name: string, version?: string): Outcome<DescribedModel>;
  /** Lets clients use a model again. Fails as `find`. */
  load(name: string): Promise<Outcome<ServedModel>>;
  /** Takes a model from clients of this protocol alone: scans go on being screened with it. Fails with `unknown-model`. */
  unload(name: string): Promise<Outcome<ServedModel>>;
}

export const STOPPING_SENTENCE = 'The service is stopping: ask another instance, or again later.';

/** Reads the models off the technologies of the screener; what was unloaded is remembered until the service ends. */
export function createServedModels(screener: Screener, siblings: Siblings = NO_SIBLINGS): ServedModels {
  const unloaded = new Set<string>();
  siblings.hear('model-use', ({ name, isUnloaded }) => void (isUnloaded ? unloaded.add(name) : unloaded.delete(name)));

  function allModels(): readonly ServedModel[] {
    // A vendor's own server is asked by Scanbench, not offered on.
    const local = screener.technologies().filter(({ runtime }) => runtime !== 'remote');
    const names = [...new Set(local.map(({ model }) => model.id))];
    return names.flatMap((name) => {
      const own = local.filter(({ model }) => model.id === name);
      const technology = own.find(({ state }) => state === 'ready') ?? own[0];
      return technology === undefined ? [] : [servedModel(technology)];
    });
  }

  function servedModel(technology: Technology): ServedModel {
    const { id: name, version } = technology.model;
    const model = { name, version, technology };
    if (unloaded.has(name)) {
      return { ...model, state: 'UNAVAILABLE', reason: `It was unloaded: POST /v2/repository/models/${name}/load.` };
    }
    if (technology.state === 'ready') return { ...model, state: 'READY', reason: '' };
    const state = screener.state().workers.starting > 0 ? 'LOADING' : 'UNAVAILABLE';
    return { ...model, state, reason: technology.reason };
  }

  function findKnown(name: string, version?: string): Outcome<ServedModel> {
    const models = allModels();
    const model = models.find((candidate) => candidate.name === name);
    if (model === undefined) {
      const known = models.map((candidate) => candidate.name).join(', ') || 'none';
      return fail('unknown-model', `No model is called ${JSON.stringify(name)}. There are: ${known}.`);
    }
    if (version === undefined || version === model.version) return succeed(model);
    return fail('unknown-model', `The model ${name} has only the version ${model.version}; leave the version out.`);
  }

  function whyNot({ name, state, reason }: ServedModel): Outcome<never> {
    const message = `The model ${name} cannot infer now: ${reason}`;
    if (state !== 'LOADING') return fail('unknown-model', message);
    return { ok: false, failure: { code: 'overloaded', message, retryAfterSeconds: 1 } };
  }

  function find(name: string, version?: string): Outcome<ServedModel> {
    const known = findKnown(name, version);
    return known.ok && known.value.state !== 'READY' ? whyNot(known.value) : known;
  }

  return {
    list() {
      const models = allModels();
      if (!screener.isStopping()) return models;
      // Only the list says so: a request for one is refused by its admission, with a time to come again.
      return models.map((model) =>
        model.state === 'READY' ? { ...model, state: 'UNAVAILABLE', reason: STOPPING_SENTENCE } : model,
      );
    },
    find,
    describe(name, version) {
      const known = findKnown(name, version);
      if (!known.ok) return known;
      const signature = screener.signatureOf(known.value.technology.id);
      return signature === null ? whyNot(known.value) : succeed({ ...known.value, signature });
    },
    async load(name) {
      unloaded.delete(name);
      await siblings.tell('model-use', { name, isUnloaded: false });
      return find(name);
    },
    async unload(name) {
      const known = findKnown(name);
      if (!known.ok) return known;
      unloaded.add(name);
      await siblings.tell('model-use', { name, isUnloaded: true });
      return known;
    },
  };
}
