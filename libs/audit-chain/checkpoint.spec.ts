import { generateKeyPairSync, hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openCheckpoint, openCheckpoints, signCheckpoint } from './checkpoint.js';
import { MerkleFrontier } from './merkle-frontier.js';
import { signDocument, verifyDocument } from './signed-document.js';

// The test vectors of Certificate Transparency (RFC 6962): roots of the first n of these leaves.
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('a Merkle frontier', () => {
  it('names the roots of RFC 6962, whatever it is grown from', () => {
    const grown = new MerkleFrontier();
    for (const [index, leaf] of LEAVES.entries()) {
      const resumed = new MerkleFrontier(grown.size, grown.hashes);
      for (const tree of [grown, resumed]) {
        tree.append(Buffer.from(leaf, 'hex'));
        expect(tree.root().toString('hex')).toBe(ROOTS[index]);
      }
    }
    expect(new MerkleFrontier().root()).toEqual(hash('sha256', '', 'buffer'));
    expect(() => new MerkleFrontier(3, [])).toThrow(RangeError);
  });
});

describe('a checkpoint', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const tree = new MerkleFrontier();
  for (const leaf of LEAVES) tree.append(Buffer.from(leaf, 'hex'));
  const checkpoint = {
    origin: 'tenantry/audit/1',
    size: tree.size,
    root: tree.root(),
    head: Buffer.alloc(32, 7),
    frontier: tree.hashes,
    time: '2026-11-21T04:00:00.000Z',
    droppedBefore: null,
  };
  const note = signCheckpoint(checkpoint, [privateKey]);

  it('reads back as it was signed, in the C2SP form', () => {
    expect(openCheckpoint(note, 'tenantry/audit/1', [publicKey])).toEqual(checkpoint);
    expect(note.split('\n').slice(0, 3)).toEqual([
      'tenantry/audit/1',
      '8',
      checkpoint.root.toString('base64'),
    ]);
    expect(note).toMatch(/\n\n— tenantry\/audit\/1 [A-Za-z0-9+/]{91}=\n$/);
    const boundary = { ...checkpoint, droppedBefore: '2025-01-01T00:00:00.000Z' };
    expect(openCheckpoint(signCheckpoint(boundary, [privateKey]), boundary.origin, [publicKey])).toEqual(
      boundary,
    );
  });

  it('is nothing to another key or log, or with any character changed', () => {
    expect(
      openCheckpoint(note, 'tenantry/audit/1', [generateKeyPairSync('ed25519').publicKey]),
    ).toBeUndefined();
    expect(openCheckpoint(note, 'tenantry/audit/2', [publicKey])).toBeUndefined();
    for (let index = 0; index < note.length - 3; index += 1) {
      const changed = `${note.slice(0, index)}${note[index] === 'A' ? 'B' : 'A'}${note.slice(index + 1)}`;
      expect(openCheckpoint(changed, 'tenantry/audit/1', [publicKey])).toBeUndefined();
    }
  });

  it('is nothing when it contradicts itself, though signed', () => {
    const lie = signCheckpoint({ ...checkpoint, root: Buffer.alloc(32) }, [privateKey]);
    expect(openCheckpoint(lie, 'tenantry/audit/1', [publicKey])).toBeUndefined();
  });
});

const ORIGIN = 'tenantry/audit/1';

describe('the checkpoints of a log whose key was replaced', () => {
  const [old, present, stranger] = [1, 2, 3].map(() => generateKeyPairSync('ed25519'));
  const keys = [present!.publicKey, old!.publicKey];
  const at = (size: number, signers: readonly (typeof old)[], droppedBefore: string | null = null) => {
    const { root, hashes: frontier } = sized(size);
    const checkpoint = {
      origin: ORIGIN,
      size,
      root,
      frontier,
      head: Buffer.alloc(32),
      time: '',
      droppedBefore,
    };
    return signCheckpoint(
      checkpoint,
      signers.map((signer) => signer!.privateKey),
    );
  };
  const sized = (size: number) => {
    const made = new MerkleFrontier();
    while (made.size < size) made.append(Buffer.alloc(32, made.size));
    return { root: made.root(), hashes: made.hashes };
  };
  const opened = (...notes: string[]) =>
    openCheckpoints(notes, ORIGIN, keys).map((checkpoint) => checkpoint?.size ?? null);

  it('stay valid: those before, those of both keys, and those of the present one', () => {
    expect(opened(at(3, [old]), at(5, [present, old]), at(8, [present]))).toEqual([3, 5, 8]);
    // Replicas that have the new settings and such that have the old ones sign in turns.
    expect(opened(at(3, [old]), at(5, [present, old]), at(6, [old]), at(8, [present]))).toEqual([3, 5, 6, 8]);
    expect(openCheckpoint(at(5, [present, old]), ORIGIN, [old!.publicKey])?.size).toBe(5);
  });

  it('hold nothing that the old key alone signs once the present one has signed without it', () => {
    expect(opened(at(3, [old]), at(5, [present]), at(8, [old]), at(9, [stranger]))).toEqual([
      3,
      5,
      null,
      null,
    ]);
    // A boundary is signed anew by the present key, long after what it stands for.
    expect(opened(at(2, [present], '2026-01-01T00:00:00.000Z'), at(4, [old]), at(5, [present]))).toEqual([
      2, 4, 5,
    ]);
  });
});

describe('a signed document', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const signed = signDocument('certificate/v1', { b: [1, 'ü'], a: null }, privateKey);

  it('is valid in any order of members, and in no other type, text or key', () => {
    const again = JSON.parse(
      JSON.stringify({ ...signed, document: { a: null, b: [1, 'ü'] } }),
    ) as typeof signed;
    expect(verifyDocument('certificate/v1', again, publicKey)).toBe(true);
    expect(verifyDocument('certificate/v2', { ...signed, type: 'certificate/v2' }, publicKey)).toBe(false);
    expect(verifyDocument('certificate/v1', { ...signed, document: { a: 0 } }, publicKey)).toBe(false);
    expect(verifyDocument('certificate/v1', signed, generateKeyPairSync('ed25519').publicKey)).toBe(false);
  });
});
