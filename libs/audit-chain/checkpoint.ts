import type { KeyObject } from 'node:crypto';
import { MerkleFrontier } from './merkle-frontier.js';
import { openNote, signNote } from './signed-note.js';

/** What is vouched for: the log up to `size` rows is exactly the one with this root. */
export interface Checkpoint {
  /** Names the log. */
  readonly origin: string;
  readonly size: number;
  /** Merkle root over the rows' hashes (RFC 6962). */
  readonly root: Buffer;
  /** Hash of row number `size`. */
  readonly head: Buffer;
  /** Lets the next checkpoint be computed from this one, so that it can only extend it. */
  readonly frontier: readonly Buffer[];
  /** ISO 8601, when it was signed. */
  readonly time: string;
  /** Set where rows up to `size` may be missing: they were dropped because they are older than this (ISO 8601). */
  readonly droppedBefore: string | null;
}

/**
 * A checkpoint in the C2SP `tlog-checkpoint` form: origin, size and root on the first three lines, then extension lines
 * of our own (`head`, `frontier`, `time`, `dropped-before`), then an Ed25519 signature of each key.
 */
export function signCheckpoint(checkpoint: Checkpoint, privateKeys: readonly KeyObject[]): string {
  const { origin, size, root, head, frontier, time, droppedBefore } = checkpoint;
  const lines = [
    origin,
    String(size),
    root.toString('base64'),
    `head ${head.toString('base64')}`,
    `frontier ${frontier.map((each) => each.toString('base64')).join(',')}`,
    `time ${time}`,
    ...(droppedBefore === null ? [] : [`dropped-before ${droppedBefore}`]),
  ];
  return signNote(lines.map((line) => `${line}\n`).join(''), origin, privateKeys);
}

/** @returns undefined when none of the keys signed it, it is of another log, or contradicts itself */
export function openCheckpoint(
  note: string,
  origin: string,
  publicKeys: readonly KeyObject[],
): Checkpoint | undefined {
  return openSigned(note, origin, publicKeys)?.checkpoint;
}

/**
 * Opens all checkpoints of a log together. The keys are those that signed it one after the other, the present one first. Once a
 * later key has signed without an earlier one, what the earlier one alone signed beyond that is not the log's: a key that was
 * replaced because it leaked signs nothing new.
 *
 * @returns in the order of the notes; undefined as {@link openCheckpoint}, and for those
 */
export function openCheckpoints(
  notes: readonly string[],
  origin: string,
  publicKeys: readonly KeyObject[],
): (Checkpoint | undefined)[] {
  const opened = notes.map((note) => openSigned(note, origin, publicKeys));
  // By key: how far the log went when a later one signed alone. A boundary is signed anew long after its rows.
  const ends = publicKeys.map((_, key) =>
    opened.reduce((end, each) => {
      const isLater = each !== undefined && !each.signers.includes(key) && (each.signers[0] ?? key) < key;
      return isLater && each.checkpoint.droppedBefore === null ? Math.min(end, each.checkpoint.size) : end;
    }, Infinity),
  );
  return opened.map((each) => {
    const isInTime = each?.signers.some((key) => each.checkpoint.size <= (ends[key] ?? 0)) === true;
    return isInTime ? each.checkpoint : undefined;
  });
}

function openSigned(
  note: string,
  origin: string,
  publicKeys: readonly KeyObject[],
): { readonly checkpoint: Checkpoint; readonly signers: readonly number[] } | undefined {
  const opened = openNote(note, origin, publicKeys);
  if (opened === undefined) return undefined;
  const checkpoint = readCheckpoint(opened.body, origin);
  return checkpoint && { checkpoint, signers: opened.signers };
}

function readCheckpoint(body: string, origin: string): Checkpoint | undefined {
  const [name, size, root, ...extensions] = body.trimEnd().split('\n');
  const fields = new Map(extensions.map((line) => splitOnce(line)));
  if (name !== origin || size === undefined || !/^(0|[1-9]\d{0,15})$/.test(size)) return undefined;
  const checkpoint: Checkpoint = {
    origin,
    size: Number(size),
    root: Buffer.from(root ?? '', 'base64'),
    head: Buffer.from(fields.get('head') ?? '', 'base64'),
    frontier: (fields.get('frontier') ?? '').split(',').map((each) => Buffer.from(each, 'base64')),
    time: fields.get('time') ?? '',
    droppedBefore: fields.get('dropped-before') ?? null,
  };
  return isSound(checkpoint) ? checkpoint : undefined;
}

/** The tree of a checkpoint, to go on from. */
export function frontierOf({ size, frontier }: Checkpoint): MerkleFrontier {
  return new MerkleFrontier(size, frontier);
}

/** The first line of a checkpoint, before its signature is looked at. */
export function originOf(note: string): string {
  return note.slice(0, Math.max(0, note.indexOf('\n')));
}

function isSound(checkpoint: Checkpoint): boolean {
  try {
    return frontierOf(checkpoint).root().equals(checkpoint.root) && checkpoint.head.length === 32;
  } catch {
    return false;
  }
}

function splitOnce(line: string): [string, string] {
  const at = line.indexOf(' ');
  return [line.slice(0, at), line.slice(at + 1)];
}
