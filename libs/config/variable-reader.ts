import { EnvironmentError, type EnvironmentProblem } from './environment-error.js';

/** A reason for which a value is refused; must not quote the value. */
export class Refusal {
  constructor(readonly reason: string) {}
}

/** Refuses a value: returned by a rule in place of the parsed value. */
export function refuse(reason: string): Refusal {
  return new Refusal(reason);
}

/** Turns the text of a variable into its value, or refuses it. */
export type Rule<T> = (text: string) => T | Refusal;

/**
 * Reads variables one by one and collects every problem, so that one failed start names all of them.
 * A refused variable yields undefined; {@link VariableReader.finish} throws before anybody can use it.
 */
export class VariableReader<Name extends string> {
  private readonly problems: EnvironmentProblem[] = [];

  /** @param expected every variable that is read, and what it expects */
  constructor(
    private readonly raw: Readonly<Record<string, string | undefined>>,
    private readonly expected: Readonly<Record<Name, string>>,
  ) {}

  /** A variable that must be there. */
  required<T>(variable: Name, rule: Rule<T>): T | undefined {
    const text = this.text(variable);
    if (text === undefined) {
      this.problem(variable, 'is missing');
      return undefined;
    }
    return this.apply(variable, text, rule);
  }

  /** A variable that may be left out (an empty one counts as left out). */
  optional<T>(variable: Name, rule: Rule<T>): T | undefined {
    const text = this.text(variable);
    return text === undefined ? undefined : this.apply(variable, text, rule);
  }

  /** A variable with a default. */
  withDefault<T>(variable: Name, rule: Rule<T>, fallback: T): T {
    return this.optional(variable, rule) ?? fallback;
  }

  /** Notes each variable that is set by a name which it no longer has. */
  refuseFormerNames(renamed: Readonly<Record<string, Name>>): void {
    for (const [former, variable] of Object.entries<Name>(renamed)) {
      if ((this.raw[former]?.trim() ?? '') === '') continue;
      this.problems.push({
        variable: former,
        reason: `is called ${variable} now`,
        expected: this.expected[variable],
      });
    }
  }

  /** Notes a problem that shows only when several variables are seen together. */
  problem(variable: Name, reason: string): void {
    this.problems.push({ variable, reason, expected: this.expected[variable] });
  }

  /** Groups values of which some may have been refused; {@link VariableReader.finish} has the last word. */
  group<T extends object>(values: { [K in keyof T]: T[K] | undefined }): T {
    return values as T;
  }

  /** What was noted until now. */
  found(): readonly EnvironmentProblem[] {
    return [...this.problems];
  }

  /**
   * Gives the assembled values, which are complete when no problem was noted.
   * @throws EnvironmentError naming every problem
   */
  finish<T extends object>(values: { [K in keyof T]: T[K] | undefined }): T {
    if (this.problems.length > 0) throw new EnvironmentError(this.problems);
    return values as T;
  }

  private text(variable: Name): string | undefined {
    const text = this.raw[variable]?.trim();
    return text === '' ? undefined : text;
  }

  private apply<T>(variable: Name, text: string, rule: Rule<T>): T | undefined {
    const outcome = rule(text);
    if (!(outcome instanceof Refusal)) return outcome;
    this.problem(variable, outcome.reason);
    return undefined;
  }
}
