import { describe, expect, it } from 'vitest';
import { answersDigest, answerText, judgedText } from '../../../src/commands/bench/answer-text.ts';
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
      'on 1 of 1 timed scan (s1: clear, score 0.2, then alarm, score 0.9)',
    );
  });

  it('refuses another threshold, even where it decides alike', () => {
    const cleared = { decision: 'clear', reason: null, score: 0.2 } as const;
    const at = (threshold: number) => [
      { scan: 's1', answer: judgedText({ ...cleared, operatingPoint: { threshold } }) },
    ];
    expect(whyNotTheSame({ ...seen, answers: at(0.5) }, { ...seen, answers: at(0.5) })).toBeNull();
    expect(whyNotTheSame({ ...seen, answers: at(0.5) }, { ...seen, answers: at(0.6) })).toContain(
      '(s1: clear, score 0.2, threshold 0.5, then clear, score 0.2, threshold 0.6)',
    );
  });

  it('writes scores with no more digits than tell them apart', () => {
    const said = (before: string, after: string) =>
      whyNotTheSame(
        { ...seen, answers: [{ scan: 's1', answer: before }] },
        { ...seen, answers: [{ scan: 's1', answer: after }] },
      );
    expect(said('clear, score 0.2134567890123456', 'alarm, score 0.8765432109876543')).toContain(
      '(s1: clear, score 0.2135, then alarm, score 0.8765)',
    );
    expect(said('clear, score 0.2134561234567891', 'clear, score 0.2134563234567891')).toContain(
      '(s1: clear, score 0.2134561, then clear, score 0.2134563)',
    );
  });

  it('holds no answer against a failure, and every other one against what was said before', () => {
    const once = { ...seen, answers: [...seen.answers, { scan: 's2', answer: null }] };
    const later = [...seen.answers, { scan: 's2', answer: 'alarm, score 0.9' }];
    expect(whyNotTheSame(once, { ...seen, answers: later })).toBeNull();
    const changed = [...later, { scan: 's1', answer: 'alarm, score 0.9' }];
    expect(whyNotTheSame(once, { ...seen, answers: changed })).toContain('s1: clear, score 0.2, then alarm');
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
      answerText({ decision: 'failed', reason: 'runtime-failed', score: null }),
    ];
    expect(new Set(texts).size).toBe(6);
    expect(new Set(texts.map((text) => answersDigest([{ scan: 's', text }]))).size).toBe(6);
  });
});
