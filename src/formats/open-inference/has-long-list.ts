/** Tensors of a request or an answer, at most. */
export const MAX_TENSORS = 64;
/** Dimensions of a tensor, at most. */
export const MAX_DIMENSIONS = 8;

/**
 * Whether a request or an answer has more tensors, or a tensor more dimensions, than its schema allows. Asked before the
 * schema, which looks at every item of a list before it counts them: minutes, for millions of them.
 */
export function hasLongList(json: unknown): boolean {
  const { inputs, outputs }: { inputs?: unknown; outputs?: unknown } = Object(json);
  return [inputs, outputs].some(
    (list) =>
      isLonger(list, MAX_TENSORS) ||
      (Array.isArray(list) && list.some((tensor) => isLonger(Object(tensor).shape, MAX_DIMENSIONS))),
  );
}

function isLonger(list: unknown, length: number): boolean {
  return Array.isArray(list) && list.length > length;
}
