import { describe, expect, it } from 'vitest';
import { answersDigest, answerText } from '../../../src/commands/bench/answer-text.ts';
import { whyNotTheSame } from '../../../src/commands/bench/same-technology.ts';

const SHA256 = 'a'.repeat(64);
const seen = { sha256: SHA256, answers: [{ scan: 's1', answer: 'clear, score 0.2' }] };

describe('whyNotTheSame', () => {
  it('lets a speed stand where weights and every answer are the same', () => {
    expect(whyNotTheSame(seen, { ...seen, answers: [...seen.answers, ...seen.answers] })).toBeNull();
  });

  it('refuses weights that were swapped between the runs', () => {
    expect(whyNotTheSame(seen, { ...seen, sha256: 'b'.repeat(64) })).toContain('weights changed');
  });

  it('refuses answers that changed even once, and names the scan', () => {
    const flickering = [...seen.answers, { scan: 's1', answer: 'alarm, score 0.9' }];
    expect(whyNotTheSame(seen, { ...seen, answers: flickering })).toContain(
      'on 1 of 1 timed scans (s1: clear, score 0.2, then alarm, score 0.9)',
    );
  });
});

describe('answers', () => {
  it('differ by decision, reason and score, and so do their digests', () => {
    const texts = [
      answerText({ decision: 'clear', reason: null, score: 0.2 }),
      answerText({ decision: 'clear', reason: null, score: 0.25 }),
      answerText({ decision: 'alarm', reason: null, score: 0.2 }),
      answerText({ decision: 'undecided', reason: 'low-penetration', score: 0.2 }),
      answerText({ decision: 'undecided', reason: 'missing-energy', score: null }),
    ];
    expect(new Set(texts).size).toBe(5);
    expect(new Set(texts.map((answer) => answersDigest([{ scan: 's', answer }]))).size).toBe(5);
  });
});
