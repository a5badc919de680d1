import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { JobFailureError } from './job-failure.error.js';

/** What pg-boss keeps: every own property, the message and the stack. */
function kept(error: Error): string {
  const own = Object.getOwnPropertyNames(error).map((name) => [name, (error as never)[name]]);
  return JSON.stringify(own);
}

describe('what the queue keeps of a failed try', () => {
  it('names the kinds of error and the code', () => {
    const driverError = Object.assign(new Error('duplicate key'), { name: 'DatabaseError', code: '23505' });
    const fault = Object.assign(new Error('insert failed'), { name: 'QueryFailedError', driverError });
    expect(new JobFailureError(fault)).toMatchObject({
      errorType: 'QueryFailedError < DatabaseError',
      code: '23505',
      message: 'QueryFailedError < DatabaseError (23505)',
    });
    expect(new JobFailureError(fault).stack).toContain('job-failure.spec');
    expect(new JobFailureError('thrown text').message).toBe('string');
  });

  it('holds nothing of what the error was raised with, however deep', () => {
    const secret = 'canary-7f3a';
    const text = fc.oneof(
      fc.constant(secret),
      fc.string().map((around) => `${around}${secret}`),
      fc.constantFrom(`\n    at ${secret} (/a.js:1:1)`, `"${secret}"`, `{"a":"${secret}"}`),
    );
    const fault = fc.letrec<{ error: Error }>((tie) => ({
      error: fc
        .record({
          message: text,
          detail: text,
          code: fc.option(
            text.map((value) => `:${value}`),
            { nil: undefined },
          ),
          request: fc.record({ headers: fc.record({ authorization: text }) }),
          cause: fc.option(tie('error'), { nil: undefined, maxDepth: 4 }),
        })
        .map(({ message, cause, ...properties }) => Object.assign(new Error(message, { cause }), properties)),
    })).error;
    fc.assert(
      fc.property(fault, (error) => !kept(new JobFailureError(error)).includes(secret)),
      { numRuns: 500 },
    );
  });
});
