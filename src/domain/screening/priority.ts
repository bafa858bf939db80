/**
 * Whose work goes first. `live`: a gate waits for the answer. `challenger`: a technology that screens a live scan once
 * more, silently. `bench`: a comparison that runs beside the service. What is not live is background work.
 */
export const PRIORITIES = ['live', 'challenger', 'bench'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** One value for each priority. */
export type ByPriority<Value> = Readonly<Record<Priority, Value>>;

export function forEachPriority<Value>(make: (priority: Priority) => Value): ByPriority<Value> {
  return { live: make('live'), challenger: make('challenger'), bench: make('bench') };
}
