/** One wrong setting: which variable, why it is refused, and what it expects. Never holds the value. */
export interface EnvironmentProblem {
  readonly variable: string;
  readonly reason: string;
  readonly expected: string;
}

/** Every wrong setting at once. The message names variables and expectations and no value. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';

  constructor(readonly problems: readonly EnvironmentProblem[]) {
    const lines = problems.map(
      ({ variable, reason, expected }) => `  ${variable} ${reason}; expected: ${expected}`,
    );
    super(`The environment is not safe to start with:\n${lines.join('\n')}`);
  }
}
