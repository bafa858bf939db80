import { workerData } from 'node:worker_threads';
import { type SimulationData, simulateSample } from './simulate-sample.ts';
import { serveTask } from './thread-crew.ts';

// The entry of a simulating thread of `scanbench synth`.
const data: SimulationData = workerData;
serveTask(simulateSample(data));
