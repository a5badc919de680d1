import { bundledSource, type SourcePlace } from './bundled-source.js';

/** A line of a stack that lies in this project. */
export interface OwnFrame extends SourcePlace {
  readonly function: string | undefined;
}

/** What may be told of an error elsewhere: of what class it is and where it was raised, and nothing that it was raised with. */
export interface ErrorOutline {
  readonly type: string;
  readonly code: string | undefined;
  /** Outermost call first. */
  readonly frames: readonly OwnFrame[];
}

const MAX_CAUSES = 5;
const MAX_FRAMES = 30;
const NAME = /^[A-Za-z0-9_.-]{1,64}$/;
const FRAME =
  /^\s+at (?:async )?(?:([\w.$<># ]{1,120}?)(?: \[as [\w.$]+\])? )?\(?(?:file:\/\/)?(\S+):(\d+):(\d+)\)?$/;
const OWN = /^\S*?\/((?:dist\/)?(?:src|libs|migrations)\/[\w./-]+\.[cm]?[jt]s)$/;
const BUNDLE = /\/dist\/bundle\/[\w.-]+\.js$/;

/** The outlines of an error and its causes, the error itself first. Messages hold values, and are left out. */
export function outlinesOf(fault: unknown): ErrorOutline[] {
  if (!(fault instanceof Error)) return [{ type: typeof fault, code: undefined, frames: [] }];
  const chain: ErrorOutline[] = [];
  for (let error: unknown = fault; error instanceof Error && chain.length < MAX_CAUSES;) {
    chain.push(outlineOf(error));
    error = error.cause ?? (error as { driverError?: unknown }).driverError;
  }
  return chain;
}

function outlineOf(error: Error): ErrorOutline {
  const { code } = error as { code?: unknown };
  const type = error.constructor.name;
  return {
    type: NAME.test(type) ? type : 'Error',
    code: typeof code === 'string' && NAME.test(code) ? code : undefined,
    frames: framesOf(error).toReversed(),
  };
}

/** Only what stands behind the message, which may look like a stack itself. */
function framesOf({ stack = '', message }: Error): OwnFrame[] {
  const at = message === '' ? 0 : stack.indexOf(message);
  // Written anew or cut: nobody knows where the message ends.
  if (at === -1) return [];
  const frames: OwnFrame[] = [];
  for (const line of stack.slice(at + message.length).split('\n')) {
    const [, name, file, row, column] = FRAME.exec(line) ?? [];
    const place = file === undefined ? undefined : placeOf(file, Number(row), Number(column));
    if (place === undefined) continue;
    frames.push({ ...place, function: name });
    if (frames.length === MAX_FRAMES) break;
  }
  return frames;
}

/** @returns undefined for a place that is not of this project */
function placeOf(file: string, lineno: number, colno: number): SourcePlace | undefined {
  if (file.includes('/node_modules/')) return undefined;
  if (BUNDLE.test(file)) return bundledSource(file, lineno, colno);
  const filename = OWN.exec(file)?.[1];
  return filename === undefined ? undefined : { filename, lineno, colno };
}
