import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { AppError } from '../errors/app-error.js';
import { cpuTimeMs } from '../specs/cpu-time.fixture.js';
import { parseJsonBody } from './json-body.js';

const read = (text: string) => parseJsonBody(Buffer.from(text));

describe('the JSON parser', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })), (value) => {
        const text = JSON.stringify(value);
        if (/__proto__|constructor|prototype/.test(text)) return;
        expect(read(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('only ever refuses with a 400, whatever the bytes are', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          try {
            parseJsonBody(Buffer.from(bytes));
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
            expect(error).toMatchObject({ status: 400 });
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('does not take brackets and colons inside texts for structure', () => {
    const value = { a: '[[[[{{{{":"', b: ['\\"', '{"a":1,"a":2}'] };
    expect(read(JSON.stringify(value))).toEqual(value);
  });

  it('takes the same key in two objects', () => {
    expect(read('{"a":{"x":1},"b":[{"x":1},{"x":2}],"x":3}')).toMatchObject({ x: 3 });
  });

  it('refuses 250000 levels without holding up the process', () => {
    const took = cpuTimeMs(() => {
      expect(() => read('['.repeat(250_000))).toThrow(/deeper than 20/);
      expect(() => read('{"a":'.repeat(250_000))).toThrow(/deeper than 20/);
    });
    expect(took).toBeLessThan(50);
  });
});
