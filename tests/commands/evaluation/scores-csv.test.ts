import { expect, it } from 'vitest';
import { scoresCsv } from '../../../src/commands/evaluation/scores-csv.ts';
import { scoredScan } from '../../fixtures/scored-scan.ts';

it('has a line for each scan and technology, quoted where a comma would mislead', () => {
  const scans = [
    scoredScan('threat', [0.75, null], { folder: 'a, "b"', id: '1', file: 'test/Waffe/ü.png', contrast: 0.03 }),
    scoredScan('benign', [0.25, 0.5]),
  ];
  const [head, ...lines] = scoresCsv(['x@onnx-cpu', 'y@onnx-cpu'], scans).split('\r\n');
  expect(head).toBe(
    'folder,id,technology,truth,score,decision,reason,threshold,touchesThreat,condition,scanner,cargo,category,massKg,place,belowPenetration,contrast,file',
  );
  expect(lines).toEqual([
    '"a, ""b""",1,x@onnx-cpu,threat,0.75,alarm,,0.5,true,16-bit dual,gate-6-4,drums,cocaine,20,behind-doors,false,0.03,test/Waffe/ü.png',
    '"a, ""b""",1,y@onnx-cpu,threat,,undecided,missing-energy,0.5,,16-bit dual,gate-6-4,drums,cocaine,20,behind-doors,false,0.03,test/Waffe/ü.png',
    'set,scan,x@onnx-cpu,benign,0.25,clear,,0.5,,16-bit dual,gate-6-4,drums,,,,false,,scan/side.high.png',
    'set,scan,y@onnx-cpu,benign,0.5,alarm,,0.5,,16-bit dual,gate-6-4,drums,,,,false,,scan/side.high.png',
    '',
  ]);
});

it('lets no word of a sample set begin a formula', () => {
  const scans = [scoredScan('benign', [-0.5], { cargo: '=HYPERLINK("http://x")', scanner: '@gate', folder: '-1+1' })];
  const [, line = ''] = scoresCsv(['x@onnx-cpu'], scans).split('\r\n');
  expect(line).toMatch(/^'-1\+1,scan,/);
  expect(line).toContain(',-0.5,');
  expect(line).toContain(`,'@gate,"'=HYPERLINK(""http://x"")",`);
});
