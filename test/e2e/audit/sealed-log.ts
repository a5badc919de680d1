import { createPublicKey } from 'node:crypto';
import { AuditCheckpoints, AuditLog, AuditSealer, type AuditReport, verifyDatabase } from '#audit';
import { systemScope } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { startTestApp, type TestApp, until } from '../../support/test-app.js';

/** A service whose sealer runs only when told, with a log of known rows in it. */
export interface SealedLog extends TestApp {
  /** Writes rows, each in a transaction of its own. */
  write(count: number): Promise<void>;
  /** Puts those rows into the chain whose position is settled by now. */
  sealSettled(): Promise<number>;
  /** Puts all that is written into the chain, once no transaction of the server stands before it. */
  sealWritten(): Promise<void>;
  /** Puts what is written into the chain and signs it. */
  sealAndSign(): Promise<void>;
  verify(): Promise<AuditReport>;
}

export async function startSealedLog(): Promise<SealedLog> {
  const app = await startTestApp({ variables: () => ({ ROLE: 'api' }) });
  const get = <T>(type: new (...parameters: never[]) => T) => app.app.get<T>(type, { strict: false });
  const [unitOfWork, audit] = [get(UnitOfWork), get(AuditLog)];

  /** A transaction of any database of the server may stand before the last rows for a moment. */
  async function sealWritten(): Promise<void> {
    await until('every row is sealed', async () => {
      await get(AuditSealer).sealAll();
      const open = await app.database.query(
        'select from audit_events left join audit_seals on event_id = id where event_id is null',
      );
      return open.length === 0;
    });
  }

  return {
    ...app,
    write: async (count) => {
      for (let index = 0; index < count; index += 1) {
        await unitOfWork.run(systemScope('audit'), () =>
          audit.record({
            actor: { kind: 'system', name: 'setup' },
            action: 'property.updated',
            target: { kind: 'property', id: newId() },
            change: { index, share: 0.1, name: { from: 'Ä', to: null } },
          }),
        );
      }
    },
    sealSettled: () => get(AuditSealer).sealAll(),
    sealWritten,
    sealAndSign: async () => {
      await sealWritten();
      await get(AuditCheckpoints).signDue({ now: true });
    },
    verify: () =>
      verifyDatabase(unitOfWork, {
        dataDir: app.environment.dataDir,
        publicKeys: [createPublicKey(app.environment.signingKey)],
      }),
  };
}
