import { badValue } from '../server/clerk-error.js';
import { SeededRandom } from '../state/seeded-random.js';

/** How a successful answer is spoiled. */
export const SPOILED_ANSWERS = ['emptyList', 'halfList', 'repeatedList', 'html', 'truncated'] as const;

/** One thing that goes wrong with requests. */
export interface FaultRule {
  /**
   * Which requests: `GET /v1/users/*` (a method and a whole path), `/v1/organizations` (a path and all below it,
   * any method) or `~^POST /v1/.*$` (a regular expression over method, space and path). `*` stands for one segment,
   * `**` for any number.
   */
  match: string;
  /** Answer with this status and a body in Clerk's shape; nothing happens. */
  status?: number | undefined;
  /** Clerk's code in that body, such as `user_quota_exceeded`. */
  code?: string | undefined;
  /** Sets `Retry-After`, in seconds. */
  retryAfter?: number | undefined;
  /** Wait before doing anything. */
  latencyMs?: number | undefined;
  /** Never answer, nothing happens. */
  hang?: boolean | undefined;
  /** Do it, then wait before answering. */
  answerLatencyMs?: number | undefined;
  /** Do it, then cut the connection instead of answering. */
  dropResponse?: boolean | undefined;
  /** Do it, then spoil the answer. */
  answer?: (typeof SPOILED_ANSWERS)[number] | undefined;
  /** How often it strikes; without a number, always. */
  times?: number | undefined;
  /** From 0 to 1. */
  probability?: number | undefined;
  /** Makes the dice repeatable. */
  seed?: number | undefined;
}

interface ActiveRule {
  rule: FaultRule;
  pattern: RegExp;
  left: number;
  random: SeededRandom;
}

/** The faults in force. The first rule that matches and strikes decides. */
export class Faults {
  private rules: ActiveRule[] = [];

  add(rules: readonly FaultRule[]): void {
    this.rules.push(
      ...rules.map((rule) => ({
        rule,
        pattern: compile(rule.match),
        left: rule.times ?? Infinity,
        random: new SeededRandom(rule.seed ?? 1),
      })),
    );
  }

  clear(): void {
    this.rules = [];
  }

  /** What goes wrong with this request, if anything; counts it. */
  strike(method: string, path: string): FaultRule | undefined {
    const request = `${method} ${path}`;
    for (const active of this.rules) {
      if (active.left <= 0 || !active.pattern.test(request)) continue;
      if (active.rule.probability !== undefined && !active.random.chance(active.rule.probability)) continue;
      active.left -= 1;
      return active.rule;
    }
    return undefined;
  }
}

function compile(match: string): RegExp {
  if (match.startsWith('~')) {
    try {
      return new RegExp(match.slice(1));
    } catch {
      throw badValue('match', 'match is not a valid regular expression.');
    }
  }
  const parts = /^(?:([A-Z]+) )?(\/\S*)$/.exec(match);
  if (!parts) throw badValue('match', 'match must be "METHOD /path", "/path" or "~regular expression".');
  const [, method, path = ''] = parts;
  const pattern = path
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('**', '\u0000')
    .replaceAll('*', '[^/]*')
    .replaceAll('\u0000', '.*');
  return method === undefined
    ? new RegExp(`^[A-Z]+ ${pattern}(?:/.*)?$`)
    : new RegExp(`^${method} ${pattern}$`);
}
