/** The model's name of a technology where it tells this one from the others that it stands among, else the whole id. */
export function shortName(id: string, among: readonly string[]): string {
  const model = modelOf(id);
  return among.filter((other) => modelOf(other) === model).length > 1 ? id : model;
}

/** The short names of two technologies that are compared. */
export function shortNames([first, second]: readonly [string, string]): readonly [string, string] {
  return [shortName(first, [first, second]), shortName(second, [first, second])];
}

function modelOf(id: string): string {
  return id.split('@', 1)[0] ?? id;
}
