import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type SigningKey, verifyAuditExport } from '@tenantry/client';
import { verifyExport } from '#audit';
import { openCheckpoint, publicKeyId, rowHash } from '#libs/audit-chain';
import type { DemoWorld } from '../../support/demo-world.js';
import { allSigned, exportLines } from './exported-log.js';

/** That nothing in the log was changed can be checked by anybody with the public keys. */
export function logProofCases(started: () => DemoWorld): void {
  it('says how far it is sealed and signed, in what anybody can check with the public keys', async () => {
    const world = started();
    await allSigned(world);
    const chain = (await world.as('compliance@tenantry.test').get('/api/v1/audit-log/chain').expect(200))
      .body;
    const [row] = await world.database.query<{ sequence: string; hash: Buffer }>(
      'select sequence, hash from audit_seals order by sequence desc limit 1',
    );
    expect(chain).toMatchObject({ firstKept: 1, changeFoundAt: null, head: row?.hash.toString('hex') });
    expect([chain.sealedRows, chain.checkpoint.rows]).toEqual([Number(row?.sequence), Number(row?.sequence)]);
    const { keys } = (await (await fetch(`${world.url}/api/v1/signing-keys`)).json()) as {
      keys: { x: string; kid: string }[];
    };
    const publicKeys = keys.map((jwk) =>
      createPublicKey({ key: { ...jwk, kty: 'OKP', crv: 'Ed25519' }, format: 'jwk' }),
    );
    expect(keys.map(({ kid }) => kid)).toEqual(publicKeys.map(publicKeyId));
    const checkpoint = openCheckpoint(chain.checkpoint.note, chain.origin, publicKeys);
    expect(checkpoint?.head.toString('hex')).toBe(chain.head);
    await world.as('operator@tenantry.test').get('/api/v1/audit-log/chain').expect(403);
  });

  it('is checked with the client and the public keys alone, and every way to change it is told', async () => {
    const world = started();
    await allSigned(world);
    const lines = await exportLines(world);
    const { keys } = (await (await fetch(`${world.url}/api/v1/signing-keys`)).json()) as {
      keys: SigningKey[];
    };
    const whole = await verifyAuditExport(lines, keys);
    const rows = lines.filter((line) => line.startsWith('{"type":"event"')).length;
    expect(whole).toEqual({ isIntact: true, rows, firstRow: 1, signedRows: whole.signedRows, fault: null });
    expect(whole.signedRows).toBeGreaterThan(3);

    const at = lines.findIndex((line) => line.startsWith('{"type":"event","sequence":3,'));
    const withThird = (line: string) => lines.toSpliced(at, 1, line);
    const faultOf = async (changed: readonly string[], known = keys) =>
      (await verifyAuditExport(changed, known)).fault;
    const third = lines[at] ?? '';
    expect(await faultOf(withThird(third.replace('"outcome":"', '"outcome": "')))).toEqual({
      kind: 'altered',
      sequence: 3,
    });
    expect(await faultOf(withThird(third.replace(/"action":"./, '"action":"x')))).toEqual({
      kind: 'altered',
      sequence: 3,
    });
    expect(await faultOf(lines.toSpliced(at, 1))).toEqual({ kind: 'unlinked', sequence: 4 });
    expect(await faultOf(lines.slice(0, -1))).toEqual({ kind: 'incomplete', sequence: rows + 1 });
    expect(await faultOf(lines.toSpliced(at, 0, lines[0] ?? ''))).toEqual({ kind: 'altered', sequence: 3 });
    // Whoever may write hashes too makes a chain that fits, and not the one that was signed.
    let previous: Buffer | null = null;
    const forged = lines.map((line) => {
      const row = JSON.parse(line) as {
        type: string;
        sequence: number;
        previousHash: string;
        hash: string;
        content: Record<string, unknown>;
      };
      if (row.type === 'head') return JSON.stringify({ ...row, hash: previous?.toString('hex') });
      if (row.type !== 'event' || row.sequence < 3) return line;
      const content = row.sequence === 3 ? { ...row.content, actorId: 'somebody else' } : row.content;
      const before = previous ?? Buffer.from(row.previousHash, 'hex');
      previous = rowHash(originOfLog(lines), row.sequence, before, content);
      return JSON.stringify({
        ...row,
        previousHash: before.toString('hex'),
        hash: previous.toString('hex'),
        content,
      });
    });
    expect(await faultOf(forged)).toEqual({ kind: 'not_as_signed', sequence: whole.signedRows });
    expect(await faultOf(lines, [])).toEqual({ kind: 'unsigned', sequence: 1 });
    const cut = lines.filter((line) => !line.startsWith('{"type":"event","sequence":1,'));
    expect(await verifyAuditExport(cut, keys)).toMatchObject({ firstRow: 2, isIntact: true });
  });

  it('can be checked offline from its NDJSON with the public key alone, every cut and change of it', async () => {
    const world = started();
    await allSigned(world);
    const lines = await exportLines(world);
    const file = join(world.environment.dataDir, 'export.ndjson');
    const publicKeys = [createPublicKey(world.environment.signingKey)];
    const check = (text: string) => {
      writeFileSync(file, text);
      return verifyExport(file, publicKeys);
    };
    const whole = lines.join('\n');
    const good = await check(whole);
    expect(good).toMatchObject({ isIntact: true, isComplete: true, firstBad: null });
    expect(good.signedRows).toBeGreaterThan(10);
    const at = (sequence: number) => lines.findIndex((line) => line.includes(`"sequence":${sequence},"prev`));
    const cases: [string, string, number][] = [
      ['a word', whole.replace('"outcome":"allowed"', '"outcome":"denied"'), 1],
      ['a line less', lines.toSpliced(at(5), 1).join('\n'), 5],
      ['two lines swapped', lines.with(at(5), lines[at(6)]!).with(at(6), lines[at(5)]!).join('\n'), 5],
      ['a tail less', lines.slice(0, at(9)).join('\n'), 9],
      ['no checkpoints', lines.filter((line) => !line.includes('"checkpoint"')).join('\n'), 1],
    ];
    for (const [name, text, position] of cases) {
      const report = await check(text);
      expect([name, report.isIntact, report.firstBad?.sequence]).toEqual([name, false, position]);
    }
    const other = generateKeyPairSync('ed25519').publicKey;
    expect((await verifyExport(file, [other])).isIntact).toBe(false);
    writeFileSync(file, 'no json');
    await expect(verifyExport(file, publicKeys)).rejects.toThrow('line 1 is not JSON');
  });
}

function originOfLog([first = '']: readonly string[]): string {
  return (JSON.parse(first) as { origin: string }).origin;
}
