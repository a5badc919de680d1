import { hash } from 'node:crypto';
import { canonicalJson } from '#libs/json';

/** One row of a log: what it says, and the position that sealing gave it. */
export interface SealedRow {
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
  /** Everything the row says; its RFC 8785 form is what is hashed. */
  readonly content: Readonly<Record<string, unknown>>;
}

const ROW_DOMAIN = 'audit-chain/row/v1';
const SEQUENCE_BYTES = 8;
const GENESIS_DOMAIN = 'audit-chain/genesis/v1';

/** The `previousHash` of the first row; differs from log to log, so that no chain can be passed off as another's. */
export function genesisHash(origin: string): Buffer {
  return hash('sha256', Buffer.from(`${GENESIS_DOMAIN}\0${origin}`), 'buffer');
}

/**
 * SHA-256 over: domain, zero byte, origin, zero byte, sequence (8 bytes, big-endian), previous hash (32 bytes),
 * content in RFC 8785 form (UTF-8).
 */
export function rowHash(
  origin: string,
  sequence: number,
  previousHash: Uint8Array,
  content: Readonly<Record<string, unknown>>,
): Buffer {
  const prefix = `${ROW_DOMAIN}\0${origin}\0`;
  const text = canonicalJson(content);
  const start = Buffer.byteLength(prefix);
  const bytes = Buffer.allocUnsafe(start + SEQUENCE_BYTES + previousHash.length + Buffer.byteLength(text));
  bytes.write(prefix, 'utf8');
  bytes.writeBigUInt64BE(BigInt(sequence), start);
  bytes.set(previousHash, start + SEQUENCE_BYTES);
  bytes.write(text, start + SEQUENCE_BYTES + previousHash.length, 'utf8');
  return hash('sha256', bytes, 'buffer');
}
