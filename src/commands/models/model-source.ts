import type { Outcome } from '../../domain/failure.ts';
import type { Precision } from '../../domain/technology/technology.ts';
import type { Manifest } from '../../inference/model/manifest.ts';
import type { ModelWishes } from './propose-model.ts';

/** What a source says of a model: the manifest's part that is its alone. */
export interface SourcedModel {
  readonly part: Pick<Manifest, 'files' | 'runtime' | 'remote' | 'input' | 'output'>;
  /** That of most of its weights; null where it does not say. */
  readonly precision: Precision | null;
  /** What was assumed for it, in plain sentences. */
  readonly assumptions: readonly string[];
  /** What its trial runs showed that a model of any use would not show. */
  readonly warnings: readonly string[];
}

/** Where a model comes from: an `.onnx` file, or a server. */
export interface ModelSource {
  /** How the card calls it. */
  readonly origin: string;
  /** In the title of a model that was given none. */
  readonly name: string;
  /** Puts the model's files, where it has any, into its folder, and says what it is. */
  read(id: string, folder: string, wishes: ModelWishes): Promise<Outcome<SourcedModel>>;
}
