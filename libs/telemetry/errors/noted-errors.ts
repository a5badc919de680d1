import { outlinesOf } from './error-outline.js';
import type { ErrorPlace } from './error-place.js';

/** A kind of error that came up in this process: classes, codes and places, and no message. */
export interface NotedError {
  /** A request by method and pattern of its route, a job, a kind of event. */
  readonly place: string;
  /** `code` of the problem that was answered, where one was. */
  readonly problem: string | undefined;
  /** Classes of the error and its causes, outermost first, each with its code where it has one. */
  readonly types: readonly string[];
  /** Where in this project it was raised: file and line. */
  readonly raisedAt: string | undefined;
  readonly count: number;
  /** ISO 8601. */
  readonly firstAt: string;
  readonly lastAt: string;
}

/** Kinds that are remembered; the one that came up longest ago makes room. */
const MAX_KINDS = 100;
const noted = new Map<string, NotedError>();

/** Remembers that an error came up, by its kind. */
export function noteError(error: unknown, { name, code }: ErrorPlace): void {
  const outlines = outlinesOf(error);
  const types = outlines.map((outline) =>
    outline.code === undefined ? outline.type : `${outline.type} (${outline.code})`,
  );
  const frame = outlines[0]?.frames.at(-1);
  const raisedAt = frame && `${frame.filename}:${frame.lineno}`;
  const kind = JSON.stringify([name, code, types, raisedAt]);
  const lastAt = new Date().toISOString();
  const { count = 0, firstAt = lastAt } = noted.get(kind) ?? {};
  noted.delete(kind);
  const [oldest] = noted.keys();
  if (noted.size >= MAX_KINDS && oldest !== undefined) noted.delete(oldest);
  noted.set(kind, { place: name, problem: code, types, raisedAt, count: count + 1, firstAt, lastAt });
}

/** What came up in this process since its start, the latest first. */
export function notedErrors(): NotedError[] {
  return [...noted.values()].toReversed();
}
