import { describe, expect, it } from 'vitest';
import { reportHtml } from '../../../../src/commands/bench/html/report-html.ts';
import { plantedReport } from '../../../fixtures/bench-report.ts';
import { galleryScan } from '../../../fixtures/gallery-scan.ts';

const REPORT = plantedReport([{ model: 'first', skill: 0.9, scanMs: 20 }]);

describe('the gallery of a report', () => {
  it('shows each scan with what it holds and how it was scored, and how many there are', async () => {
    const page = reportHtml(REPORT, [
      {
        technology: 'first@onnx-cpu',
        groups: [
          { kind: 'hit', total: 0, scans: [] },
          { kind: 'miss', total: 9, scans: [await galleryScan()] },
          { kind: 'false-alarm', total: 2, scans: [] },
        ],
      },
    ]);
    expect(page).toContain('Misses: a threat, and cleared (1 of 9)');
    expect(page).toContain(
      'cocaine, 20\u00a0kg, behind doors; cargo: drums. Score 0.250, threshold 0.500. Scan <code>aaaaaaaaaaaa</code>',
    );
    expect(page).toContain('Hits: a threat, and an alarm (0)</h4>\n<p class="quiet">None.</p>');
    expect(page).toContain('None could be drawn, or none with the score that was counted.');
    expect(page.match(/<img src="data:image\/jpeg;base64,/g)).toHaveLength(1);
    expect(page).toMatch(/Security-Policy" content="default-src &#39;none&#39;; style-src \S+; img-src data:"/);
  });

  it('is not there, nor may anything be shown, where nobody asked for it', () => {
    const page = reportHtml(REPORT);
    expect(page).not.toContain('id="gallery"');
    expect(page).not.toContain('img-src');
  });
});
