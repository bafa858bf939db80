/** What `/metrics` says now: each series with its value. */
export async function readMetrics(url: string): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

/** The sum of the series of a metric, over all its labels or those with the given text in them. */
export function sumOf(metrics: ReadonlyMap<string, number>, metric: string, labels = ''): number {
  let sum = 0;
  for (const [series, value] of metrics) {
    if (series.split('{', 1)[0] === `scanbench_${metric}` && series.includes(labels)) sum += value;
  }
  return sum;
}
