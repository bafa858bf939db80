/** What is missing, and how to come by it, where two different technologies are not chosen from those that there are. */
export function whyNoChoice(count: number): string {
  if (count > 1) return 'Choose two different technologies.';
  const there = count === 0 ? 'There is no technology here' : 'There is only one technology here';
  return `${there}, and a comparison needs two: add a model with “scanbench models add”, and start the service again.`;
}
