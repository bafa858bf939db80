import { workerData } from 'node:worker_threads';
import { type ScreeningData, screeningTask } from './screening-task.ts';
import { serveTask } from './thread-crew.ts';

// The entry of a screening thread of `scanbench evaluate` and `scanbench calibrate`.
const data: ScreeningData = workerData;
const { screen, close } = await screeningTask(data);
serveTask(screen, close);
