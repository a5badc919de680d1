import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditCheckpoints, DocumentSigner, verifyDatabase } from '#audit';
import { publicKeyId, verifyDocument } from '#libs/audit-chain';
import { UnitOfWork } from '#libs/database';
import { Environment } from '#settings';
import { startSealedLog, type SealedLog } from './sealed-log.js';

describe('a signing key that is replaced', () => {
  let log: SealedLog;
  let old: KeyObject;
  const present = generateKeyPairSync('ed25519').privateKey;

  beforeAll(async () => {
    log = await startSealedLog();
    old = log.environment.signingKey;
    await log.write(3);
    await log.sealAndSign();
  });

  afterAll(() => log.close());

  const withKeys = (signingKey: KeyObject, previousSigningKeys: KeyObject[]) => {
    const { masterKey } = log.environment;
    return new Environment({ ...log.environment, masterKey, signingKey, previousSigningKeys });
  };

  /** What signs in a service with these keys, beside the one that runs. */
  async function signWith(signingKey: KeyObject, ...previousSigningKeys: KeyObject[]): Promise<void> {
    const get = <T>(type: new (...parameters: never[]) => T) => log.app.get<T>(type, { strict: false });
    await log.write(3);
    await log.sealWritten();
    const environment = withKeys(signingKey, previousSigningKeys);
    const own = get(AuditCheckpoints);
    const parts = own as unknown as Record<string, never>;
    const { unitOfWork, rows, head, clock } = parts;
    await new AuditCheckpoints(environment, unitOfWork!, rows!, head!, clock!).signDue({ now: true });
  }

  const verify = (...keys: KeyObject[]) =>
    verifyDatabase(log.app.get(UnitOfWork, { strict: false }), {
      dataDir: log.environment.dataDir,
      publicKeys: keys.map((key) => createPublicKey(key)),
    });

  it('goes on with the log: whoever knows one of the two keys can check it while both sign', async () => {
    await signWith(present, old);
    expect(await verify(present, old)).toMatchObject({ isIntact: true, invalidCheckpoints: 0 });
    expect(await verify(old)).toMatchObject({ isIntact: true, invalidCheckpoints: 0 });
    // The first checkpoint is of the old key alone.
    expect(await verify(present)).toMatchObject({ isIntact: false, invalidCheckpoints: 1 });
  });

  it('is needed to check what it signed, and signs nothing new once the present one signs alone', async () => {
    await signWith(present, createPublicKey(old));
    const { signedRows, isIntact } = await verify(present, old);
    expect(isIntact).toBe(true);
    // A service that does not know the present key does not go on with its log.
    await expect(signWith(old)).rejects.toThrow('of another key');
    await signWith(old, createPublicKey(present));
    const forged = await verify(present, old);
    expect(forged).toMatchObject({ isIntact: false, invalidCheckpoints: 1, signedRows });
  });

  it('leaves its certificates valid, which name it', () => {
    const signer = (signingKey: KeyObject) => new DocumentSigner(withKeys(signingKey, []));
    const [before, after] = [old, present].map((key) => signer(key).sign('certificate/v1', { a: 1 }));
    expect([before!.signature.keyId, after!.signature.keyId]).toEqual([
      publicKeyId(old),
      publicKeyId(present),
    ]);
    expect(verifyDocument('certificate/v1', before!, createPublicKey(old))).toBe(true);
    expect(verifyDocument('certificate/v1', after!, createPublicKey(old))).toBe(false);
  });
});
