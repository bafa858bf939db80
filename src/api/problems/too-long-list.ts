/**
 * Which field holds a list that is longer than its schema allows, as half a sentence, or null. Asked before the schema,
 * which looks at every item of a list before it counts them: half a second, for the thousands that 64 KiB hold.
 */
export function describeTooLongList(value: unknown, properties: Readonly<Record<string, object>>): string | null {
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, schema] of Object.entries(properties)) {
    const list: unknown = Reflect.get(value, name);
    const most: unknown = Reflect.get(schema, 'maxItems');
    if (Array.isArray(list) && typeof most === 'number' && list.length > most) {
      return `has a wrong ${name}: it must have at most ${most} values`;
    }
  }
  return null;
}
