import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SubjectKeys } from '#audit';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';

// No person has this id; its data key seals the key of the tombstones, so that a rotation of the master key takes it along.
const NOBODY = '00000000-0000-0000-0000-000000000000';
const ASSOCIATED_DATA = 'tombstone_keys/sealed_key';

/** Names an object of Clerk's that is gone, so that it is known again without its id being kept. */
@Injectable()
export class TombstoneHasher implements OnModuleInit {
  // With its bytes Node 24 makes a key of them for each hash, which costs four times the hash.
  private key: KeyObject | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly subjectKeys: SubjectKeys,
  ) {}

  /** Makes the key with the first start, and hashes what was tombstoned before there was one. */
  async onModuleInit(): Promise<void> {
    await this.unitOfWork.run(systemScope('mirror'), async () => {
      const key = (await this.load()) ?? (await this.create());
      const manager = this.unitOfWork.manager();
      const plain = await manager.query<{ kind: string; object_hash: string }[]>(
        'select kind, object_hash from tombstones where not hashed for update',
      );
      for (const { kind, object_hash: clerkId } of plain) {
        await manager.query(
          'update tombstones set object_hash = $3, hashed = true where kind = $1 and object_hash = $2',
          [kind, clerkId, hashWith(key, kind, clerkId)],
        );
      }
    });
  }

  /** HMAC-SHA-256, hex; in an open transaction, of any scope. */
  async of(kind: string, clerkId: string): Promise<string> {
    this.key ??= (await this.load()) ?? undefined;
    if (this.key === undefined) throw new Error('the key of the tombstones is missing');
    return hashWith(this.key, kind, clerkId);
  }

  private async load(): Promise<KeyObject | null> {
    const [row] = await this.unitOfWork
      .manager()
      .query<{ sealed_key: string }[]>('select sealed_key from tombstone_keys');
    if (row === undefined) return null;
    const text = await this.subjectKeys.decrypt(row.sealed_key, ASSOCIATED_DATA);
    return text === null ? null : createSecretKey(text, 'base64');
  }

  private async create(): Promise<KeyObject> {
    const sealed = await this.subjectKeys.encryptFor(
      NOBODY,
      randomBytes(32).toString('base64'),
      ASSOCIATED_DATA,
    );
    if (sealed === null) throw new Error('the key of the tombstones was shredded');
    await this.unitOfWork
      .manager()
      .query('insert into tombstone_keys (sealed_key) values ($1) on conflict do nothing', [sealed]);
    const key = await this.load();
    if (key === null) throw new Error('the key of the tombstones cannot be read after it was added');
    return key;
  }
}

function hashWith(key: KeyObject, kind: string, clerkId: string): string {
  return createHmac('sha256', key).update(`${kind}\0${clerkId}`).digest('hex');
}
