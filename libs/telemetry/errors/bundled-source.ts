import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';

/** A place in the sources of the project, counted from 1. */
export interface SourcePlace {
  /** From the root of the project, such as `src/auth/access.guard.ts`. */
  readonly filename: string;
  readonly lineno: number;
  readonly colno: number;
}

const OWN_SOURCE = /^(?:\.\.\/)*((?:src|libs|migrations)\/[\w./-]+\.ts)$/;

/** A map takes some megabytes: it is read when it is asked for, and kept while there is room. */
const maps = new Map<string, WeakRef<SourceMap>>();

/**
 * Where a line of a bundle was written.
 *
 * @param file the path of the bundle, whose map lies beside it
 * @returns undefined for what comes from a package, or where the map is missing
 */
export function bundledSource(file: string, line: number, column: number): SourcePlace | undefined {
  const entry = mapOf(file)?.findEntry(line - 1, column - 1);
  if (entry === undefined || !('originalSource' in entry)) return undefined;
  const filename = OWN_SOURCE.exec(entry.originalSource)?.[1];
  if (filename === undefined) return undefined;
  return { filename, lineno: entry.originalLine + 1, colno: entry.originalColumn + 1 };
}

function mapOf(file: string): SourceMap | undefined {
  const known = maps.get(file)?.deref();
  if (known !== undefined) return known;
  try {
    const map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')) as SourceMapPayload);
    maps.set(file, new WeakRef(map));
    return map;
  } catch {
    return undefined;
  }
}
