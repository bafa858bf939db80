// Trials of providers that go wrong, for tests: compiled with them and named by the provider asked for.
const WAYS: Readonly<Record<string, () => void>> = {
  cuda: () => process.kill(process.pid, 'SIGSEGV'),
  tensorrt: () => setInterval(() => {}, 1000),
  webgpu: () => process.exit(3),
};
WAYS[process.argv[2] ?? '']?.();
