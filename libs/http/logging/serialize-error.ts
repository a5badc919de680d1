import { bundledSource } from '#libs/telemetry';
import { redactText } from './redaction.js';

/** What a log line holds of an error: its kind, stack and causes, never the data it was raised with. */
export interface SerializedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly frames: readonly string[];
  readonly cause?: SerializedError;
  readonly errors?: readonly SerializedError[];
}

const MAX_DEPTH = 6;

/**
 * Writes an error for the log. Only listed properties are taken: a driver's error also carries SQL parameters and the
 * values of the row. A database's own message quotes input (`invalid input syntax for type uuid: "…"`) and is cut there.
 */
export function serializeError(error: Error, depth = 0): SerializedError {
  const { code, constraint, table, driverError } = error as Error & Record<string, unknown>;
  const cause = error.cause ?? driverError;
  const members = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return {
    type: error.name,
    message: messageOf(error),
    ...textProperty('code', code),
    ...textProperty('constraint', constraint),
    ...textProperty('table', table),
    frames: framesOf(error),
    ...(cause instanceof Error && depth < MAX_DEPTH ? { cause: serializeError(cause, depth + 1) } : {}),
    ...(members.length > 0 && depth < MAX_DEPTH
      ? {
          errors: members
            .slice(0, 5)
            .flatMap((e) => (e instanceof Error ? [serializeError(e, depth + 1)] : [])),
        }
      : {}),
  };
}

function messageOf(error: Error): string {
  const isOfDatabase = 'severity' in error || 'driverError' in error;
  const message = isOfDatabase ? error.message.replace(/["'(:][\s\S]*$/, '…') : error.message;
  return redactText(message).slice(0, 2_000);
}

function framesOf(error: Error): string[] {
  const lines = error.stack?.split('\n') ?? [];
  return lines
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 15)
    .map((line) => redactText(inSources(line.trim())));
}

/** A frame of a bundle names what it was made of, where that is of this project. */
function inSources(frame: string): string {
  return frame.replace(
    /(?:file:\/\/)?(\/\S*\/dist\/bundle\/[\w.-]+\.js):(\d+):(\d+)/,
    (place, file: string, line, column) => {
      const source = bundledSource(file, Number(line), Number(column));
      return source === undefined ? place : `${source.filename}:${source.lineno}:${source.colno}`;
    },
  );
}

function textProperty(name: string, value: unknown): Record<string, string> {
  return typeof value === 'string' && value.length <= 100 ? { [name]: redactText(value) } : {};
}
