import { VARIABLES, type VariableName } from './variables.js';

/** One wrong setting: which variable, and why it is refused. Never holds the value. */
export interface EnvironmentProblem {
  readonly variable: VariableName;
  readonly reason: string;
}

/** Every wrong setting at once. The message names variables and expectations and no value. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';

  constructor(readonly problems: readonly EnvironmentProblem[]) {
    const lines = problems.map(
      ({ variable, reason }) => `  ${variable} ${reason}; expected: ${VARIABLES[variable]}`,
    );
    super(`The environment is not safe to start with:\n${lines.join('\n')}`);
  }
}
