import { describe, expect, it } from 'vitest';
import { constraintErrors, errorOfConstraint } from './constraint-errors.js';
import { defineErrors } from './define-errors.js';
import { errorOfFault } from './error-of-fault.js';

const errors = defineErrors({
  taken: { code: 'taken', status: 409, detail: 'It is taken.' },
  other: { code: 'other', status: 409, detail: 'Something else.' },
});

describe('the constraints', () => {
  it('are translated by name, and the driver’s error stays underneath', () => {
    constraintErrors({ uq_spec_taken: errors.taken });
    const fault = Object.assign(new Error('duplicate key'), { code: '23505', constraint: 'uq_spec_taken' });
    const error = errorOfFault(new Error('wrapped', { cause: fault }));
    expect(error).toMatchObject({ code: 'taken', status: 409 });
    expect((error.cause as Error).cause).toBe(fault);
    expect(errorOfConstraint('uq_spec_unknown', fault)).toBeUndefined();
  });

  it('belong to one module each', () => {
    constraintErrors({ uq_spec_shared: errors.taken });
    expect(() => {
      constraintErrors({ uq_spec_shared: errors.taken });
    }).not.toThrow();
    expect(() => {
      constraintErrors({ uq_spec_shared: errors.other });
    }).toThrow(/twice/);
  });
});
