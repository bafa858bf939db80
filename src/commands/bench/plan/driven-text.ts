import type { Plan } from './plan.ts';

/** What was driven: the pipeline on this machine, by a known library, or a service whose machine is not known. */
export function drivenText({ target }: Pick<Plan, 'target'>, onnxRuntime: string): string {
  if (target === undefined || target === 'in-process') return `ONNX Runtime ${onnxRuntime}`;
  return `The service at ${target} was driven over HTTP from this machine`;
}
