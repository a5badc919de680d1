import type { AppError } from './app-error.js';
import type { ErrorFactory } from './define-errors.js';

const registry = new Map<string, ErrorFactory>();

/**
 * Says what the caller reads when a database constraint refuses: the constraint's name decides, never the text of the
 * driver. Called once by each module for its own constraints; a constraint that nobody lists stays a 500.
 * @throws Error when two modules claim one name
 */
export function constraintErrors(errors: Readonly<Record<string, ErrorFactory>>): void {
  for (const [constraint, factory] of Object.entries(errors)) {
    const known = registry.get(constraint);
    if (known !== undefined && known !== factory) {
      throw new Error(`Constraint ${constraint} is translated twice`);
    }
    registry.set(constraint, factory);
  }
}

/** The error for a violated constraint, when a module has listed it. */
export function errorOfConstraint(constraint: string, cause: unknown): AppError | undefined {
  return registry.get(constraint)?.({ cause });
}
