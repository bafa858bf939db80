import type { ModelSignature } from '../../domain/technology/tensor.ts';
import { type Manifest, NAME_OF_KIND } from './manifest.ts';

/**
 * Where a model's tensors are not those of its manifest, as the end of a sentence that begins with the model; null where
 * they are. What a runtime says of it when it runs names neither the manifest nor the field.
 */
export function signatureMisfit(
  { input, output }: Pick<Manifest, 'input' | 'output'>,
  { inputs, outputs }: ModelSignature,
): string | null {
  const [given, ...others] = inputs.map(({ name }) => name);
  if (given === undefined || others.length > 0) {
    return `takes ${inputs.length} inputs (${[given, ...others].join(', ') || 'none'}): export it with the picture as its only one`;
  }
  if (given !== input.name) return `takes "${given}", its manifest says input.name "${input.name}": correct it`;
  const field = NAME_OF_KIND[output.kind];
  const wanted = output.names[field] ?? '';
  const answers = outputs.map(({ name }) => name);
  if (answers.includes(wanted)) return null;
  return `gives ${answers.join(', ')}, its manifest says output.names.${field} "${wanted}": correct it`;
}
