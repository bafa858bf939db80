/**
 * A text that every database and every page writes as it came: no control characters, and no half of a surrogate pair,
 * which JSON can escape and UTF-8 cannot hold. Reads the same with and without the flag `u`.
 */
export const WRITABLE = '^(?:[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]|[\\ud800-\\udbff][\\udc00-\\udfff])*$';
