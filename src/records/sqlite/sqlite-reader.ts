import { workerData } from 'node:worker_threads';
import { answerQuestions } from '../../question-thread.ts';
import { openSqliteReader, type ReadQuestion } from './sqlite.ts';

// A thread that reads an SQLite file: what takes long there holds up nobody here.
const reader = openSqliteReader(workerData);
answerQuestions((question: ReadQuestion) => reader.read(question), reader.close);
