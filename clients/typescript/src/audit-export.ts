import { bytesOf, canonicalText, isSigned, type SigningKey } from './signed-bytes.js';

/** What a check of an export of the audit log found. */
export interface AuditVerdict {
  readonly isIntact: boolean;
  readonly rows: number;
  /** The position of the first row; later than 1 where earlier ones were dropped by their time limit. */
  readonly firstRow: number;
  /** Up to which position the present key vouches for the log; rows after it are sealed, and signed within a minute. */
  readonly signedRows: number;
  /** The first thing that is wrong. */
  readonly fault: AuditFault | null;
}

export interface AuditFault {
  readonly kind:
    /** The row does not say what was sealed. */
    | 'altered'
    /** A row is missing before it, or another one stood there. */
    | 'unlinked'
    /** The rows are not those that were signed. */
    | 'not_as_signed'
    /** Nothing in it is signed by the present key. */
    | 'unsigned'
    /** The file was cut, or is no export of the whole log. */
    | 'incomplete';
  /** The position of the row. */
  readonly sequence: number;
}

interface Line {
  readonly type?: string;
  readonly origin?: string;
  readonly complete?: boolean;
  readonly note?: string;
  readonly sequence?: number;
  readonly previousHash?: string;
  readonly hash?: string;
  readonly content?: unknown;
}

const ROW = 'audit-chain/row/v1';
const GENESIS = 'audit-chain/genesis/v1';

/**
 * Checks an export of the whole audit log (`GET /api/v1/audit-log/export`, NDJSON): the hash of each row, its link to the
 * row before, and the last checkpoint that the present key signed, which vouches for every row up to it.
 *
 * @param lines in the order of the file
 * @param keys of `GET /api/v1/signing-keys`; the first one counts, since an earlier one may have leaked
 * @throws DOMException `NotSupportedError` where the platform knows no Ed25519
 */
export async function verifyAuditExport(
  lines: Iterable<string> | AsyncIterable<string>,
  keys: readonly SigningKey[],
): Promise<AuditVerdict> {
  let origin = '';
  let isComplete = false;
  let isEnded = false;
  let isNamed = false;
  let signed = { size: 0, head: '' };
  let [rows, firstRow, sequence, previous] = [0, 1, 0, ''];
  const faults: AuditFault[] = [];
  const tell = (kind: AuditFault['kind'], at: number) => {
    faults.push({ kind, sequence: at });
  };
  for await (const text of lines) {
    if (text === '') continue;
    const line = lineOf(text);
    if (line === null) tell('altered', sequence + 1);
    // The log is named once, before its checkpoints, and those stand before its rows.
    else if (rows > 0 ? line.type === 'log' || line.type === 'checkpoint' : isNamed === (line.type === 'log'))
      tell('altered', sequence + 1);
    else if (line.type === 'log') {
      isNamed = true;
      origin = line.origin ?? '';
      isComplete = line.complete === true;
      previous = await digest(encode(`${GENESIS}\0${origin}`));
    } else if (line.type === 'checkpoint') {
      const opened = await openCheckpoint(line.note ?? '', origin, keys[0]);
      if (opened !== null && opened.size >= signed.size) signed = opened;
    } else if (line.type === 'event') {
      const at = line.sequence ?? 0;
      if (rows === 0 && at > 1) [firstRow, sequence, previous] = [at, at - 1, line.previousHash ?? ''];
      if (at !== sequence + 1 || line.previousHash !== previous) tell('unlinked', at);
      if ((await rowHash(origin, line)) !== line.hash) tell('altered', at);
      [rows, sequence, previous] = [rows + 1, at, line.hash ?? ''];
      if (at === signed.size && previous !== signed.head) tell('not_as_signed', at);
    } else if (line.type === 'head') {
      isEnded = line.sequence === sequence && (rows === 0 || line.hash === previous);
    }
  }
  if (!isEnded || !isComplete || sequence < signed.size) tell('incomplete', sequence + 1);
  if (rows > 0 && signed.size < firstRow) tell('unsigned', firstRow);
  const [fault = null] = faults;
  return { isIntact: fault === null, rows, firstRow, signedRows: signed.size, fault };
}

/** @returns null for what the service would not have written so: another spelling of a number may hide an edit */
function lineOf(text: string): Line | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && JSON.stringify(value) === text ? value : null;
  } catch {
    return null;
  }
}

/** SHA-256 over domain, origin, position (8 bytes), previous hash and the content in RFC 8785 form. */
async function rowHash(origin: string, { sequence = 0, previousHash = '', content }: Line): Promise<string> {
  const text = canonicalText(content ?? null);
  if (text === null) return '';
  const position = new Uint8Array(8);
  new DataView(position.buffer).setBigUint64(0, BigInt(Math.trunc(sequence)));
  return digest(encode(`${ROW}\0${origin}\0`), position, fromHex(previousHash), encode(text));
}

/** A checkpoint in the C2SP form, where this key signed it for this log. */
async function openCheckpoint(
  note: string,
  origin: string,
  key: SigningKey | undefined,
): Promise<{ size: number; head: string } | null> {
  const split = note.lastIndexOf('\n\n');
  const body = note.slice(0, split + 1);
  const [name, size, , ...more] = body.split('\n');
  const head = bytesOf(more.find((line) => line.startsWith('head '))?.slice(5) ?? '');
  if (split < 0 || name !== origin || !/^\d{1,15}$/.test(size ?? '') || head === null || key === undefined)
    return null;
  for (const line of note.slice(split + 2).split('\n')) {
    const [dash, signer, value = ''] = line.split(' ');
    // Four bytes that name the key, then the signature.
    const bytes = bytesOf(value);
    if (dash !== '—' || signer !== origin || bytes?.length !== 68) continue;
    if (await isSigned(body, bytes.slice(4), key)) return { size: Number(size), head: toHex(head) };
  }
  return null;
}

async function digest(...parts: readonly Uint8Array[]): Promise<string> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
