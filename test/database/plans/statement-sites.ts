import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { UnitOfWork } from '#libs/database';

const ROOT = join(import.meta.dirname, '../../..');
/** What the service sends goes through one of these. */
const ENTRY_POINTS = [
  'manager',
  'read',
  'unscoped',
  'beforeCommit',
  'query',
  'withCommit',
  'lookUp',
] as const;
const SITE =
  /\.manager\(\)|\bunitOfWork\s*\.(?:read|unscoped|beforeCommit|query|withCommit|lookUp)\b|^\s*\.(?:read|unscoped|beforeCommit|query|withCommit|lookUp)[<(]/;
const FUNCTION =
  /^(?: {2})?(?:(?:export|default|private|protected|public|static|async|get|override|readonly) )*(?:function )?\*?\s?(\w+)(?:<[^(]*>)?(?: = async )?\(/;

/** A function of the service that sends statements, as `src/users/users.store.ts find`. */
export type StatementSite = string;

/** Every function under `src` that asks the unit of work for the database; specs and the command line aside. */
export function statementSites(): StatementSite[] {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && file.name.endsWith('.ts') && !file.name.endsWith('.spec.ts'))
    .map((file) => relative(ROOT, join(file.parentPath, file.name)));
  const sites = files.flatMap((file) => sitesIn(file));
  return [...new Set(sites)].sort();
}

function sitesIn(file: string): StatementSite[] {
  const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
  return lines.flatMap((line, index) => (SITE.test(line) ? [`${file} ${functionAround(lines, index)}`] : []));
}

function functionAround(lines: readonly string[], index: number): string {
  for (let at = index; at >= 0; at -= 1) {
    const name = FUNCTION.exec(lines[at] ?? '')?.[1];
    if (name !== undefined && !['if', 'for', 'while', 'switch', 'return'].includes(name)) return name;
  }
  return '';
}

type ResolvedAccess = (this: UnitOfWork, ...parameters: unknown[]) => unknown;

/** Notes from where under `src` the unit of work is asked for the database. */
export class VisitedSites {
  readonly sites = new Set<StatementSite>();
  private readonly known = new Set<string>();
  private readonly originals = new Map<string, ResolvedAccess>();

  start(): this {
    const methods = UnitOfWork.prototype as unknown as Record<string, ResolvedAccess>;
    for (const name of ENTRY_POINTS) {
      const original = methods[name]!;
      this.originals.set(name, original);
      const note = (): void => {
        this.note();
      };
      methods[name] = function (...parameters) {
        note();
        return original.apply(this, parameters);
      };
    }
    return this;
  }

  stop(): void {
    Object.assign(UnitOfWork.prototype, Object.fromEntries(this.originals));
  }

  private note(): void {
    const site = rawCaller();
    if (site === null || this.known.has(site)) return;
    this.known.add(site);
    // Told by the source map, which takes its time: once for each site.
    const [file, line] = mappedCaller();
    const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
    this.sites.add(`${file} ${functionAround(lines, line - 1)}`);
  }
}

/** The site in the code that runs, without its source map. */
function rawCaller(): string | null {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was, not called
  const prepare = Error.prepareStackTrace;
  const limit = Error.stackTraceLimit;
  try {
    Error.stackTraceLimit = 8;
    Error.prepareStackTrace = (_, frames) => frames;
    const holder: { stack?: NodeJS.CallSite[] } = {};
    Error.captureStackTrace(holder, rawCaller);
    const frame = holder.stack?.find((each) => each.getFileName()?.includes('/src/') === true);
    return frame === undefined
      ? null
      : `${frame.getFileName() ?? ''}:${String(frame.getLineNumber())}:${String(frame.getColumnNumber())}`;
  } finally {
    Error.prepareStackTrace = prepare;
    Error.stackTraceLimit = limit;
  }
}

function mappedCaller(): [string, number] {
  const line = (new Error('here').stack ?? '').split('\n').find((each) => each.includes(`${ROOT}/src/`));
  const match = /\/(src\/[^:]+):(\d+):\d+/.exec(line ?? '');
  if (match === null) throw new Error('the stack does not lead back to the source');
  return [match[1]!, Number(match[2])];
}
