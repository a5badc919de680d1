import { Injectable } from '@nestjs/common';
import { Environment } from '#settings';
import { newId, UnitOfWork } from '#libs/database';
import {
  createDataKey,
  type DataKey,
  masterKeyId,
  masterKeyOf,
  openText,
  PersonalDataError,
  sealText,
  subjectOfSealed,
  unwrapDataKey,
  wrapDataKey,
} from '#libs/personal-data';
import { Clock } from '#libs/time';
import { DataKeyCache } from './data-key-cache.js';
import type { SubjectKey } from './subject-key.entity.js';
import { MasterKeyError } from './master-key.error.js';
import { rotateMasterKey } from './rotate-master-key.js';
import { SubjectKeysStore } from './subject-keys.store.js';

/** One ciphertext and the associated data it is bound to. */
export interface SealedValue {
  readonly sealed: string;
  readonly aad: string;
}

/**
 * Personal values under the key of the person they belong to. Every method but {@link rotateMasterKey} works in the
 * open transaction, of whatever scope.
 */
@Injectable()
export class SubjectKeys {
  private readonly cache: DataKeyCache;

  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: SubjectKeysStore,
    private readonly clock: Clock,
  ) {
    this.cache = new DataKeyCache(clock);
  }

  /**
   * Seals a text for a person, who gets a key with their first one.
   *
   * @param userId our id of the person whose value it is
   * @param aad associated data: names the row and column it will stand in, e.g. `audit_events/<id>/client`
   * @returns null when the person's key is shredded: their values may not be written down any more
   * @throws TransactionScopeError outside a transaction
   */
  async encryptFor(userId: string, text: string, aad: string): Promise<string | null> {
    const key = this.cache.find(userId) ?? (await this.loadOrCreate(userId));
    return key === null ? null : sealText(key, text, aad);
  }

  /**
   * @returns null when the person's key is shredded
   * @throws PersonalDataError when the text was changed or stood elsewhere
   */
  async decrypt(sealed: string, aad: string): Promise<string | null> {
    return (await this.decryptAll([{ sealed, aad }]))[0] ?? null;
  }

  /** Many at once, with one look at the keys; the answers stand in the order of the values. See {@link decrypt}. */
  async decryptAll(values: readonly SealedValue[]): Promise<(string | null)[]> {
    const subjects = values.map(({ sealed }) => subjectOfSealed(sealed));
    if (subjects.includes(undefined)) throw new PersonalDataError('this is not a sealed text');
    const rows = await this.keys.listBySubject([...new Set(subjects)] as string[]);
    const keys = new Map(rows.map((row) => [row.subjectId, this.unwrap(row)]));
    return values.map(({ sealed, aad }, index) => {
      const key = keys.get(subjects[index] ?? '') ?? null;
      return key === null ? null : openText(key, sealed, aad);
    });
  }

  /**
   * Destroys a person's key: whatever it sealed, wherever a copy lies, can never be read again. A person who had none
   * is kept from getting one. System scope only.
   *
   * @returns false when it was shredded before
   */
  async shred(userId: string): Promise<boolean> {
    const shreddedAt = this.clock.now();
    const nothing = { userId, subjectId: null, wrappedKey: null, masterKeyId: null, shreddedAt };
    const isDone = (await this.keys.shred(userId, shreddedAt)) || (await this.keys.insert(nothing));
    this.cache.forget(userId);
    this.unitOfWork.afterCommit(() => {
      this.cache.forget(userId);
    });
    return isDone;
  }

  /** See {@link rotateMasterKey}; opens its own transactions. */
  async rotateMasterKey(
    oldKey: Uint8Array,
    newKey: Uint8Array,
    onProgress: (done: number, total: number) => void = () => undefined,
  ): Promise<number> {
    return rotateMasterKey(this.unitOfWork, oldKey, newKey, onProgress);
  }

  private async loadOrCreate(userId: string): Promise<DataKey | null> {
    const found = await this.keys.find(userId);
    const row = found ?? (await this.create(userId));
    const key = this.unwrap(row);
    if (key !== null) {
      // A key that was made in a transaction which then rolls back must seal nothing later.
      this.unitOfWork.afterCommit(() => {
        this.cache.keep(userId, key);
      });
    }
    return key;
  }

  private async create(userId: string): Promise<SubjectKey> {
    const { masterKey } = this.environment;
    const key = createDataKey(newId());
    await this.keys.insert({
      userId,
      subjectId: key.subjectId,
      wrappedKey: wrapDataKey(masterKey, key),
      masterKeyId: masterKeyId(masterKey),
      shreddedAt: null,
    });
    const row = await this.keys.find(userId);
    if (row === null) throw new Error('a subject key cannot be read after it was added');
    return row;
  }

  /** While a master key rotates, rows of the new and of the previous one stand side by side. */
  private unwrap({ subjectId, wrappedKey, masterKeyId: wrappedBy }: SubjectKey): DataKey | null {
    if (subjectId === null || wrappedKey === null) return null;
    try {
      return unwrapDataKey(masterKeyOf(this.environment, wrappedBy), subjectId, wrappedKey);
    } catch (error) {
      const { masterKey, previousMasterKey } = this.environment;
      const known = [masterKey, previousMasterKey].map((key) => key && masterKeyId(key));
      // Under a key that is here the row itself is not what was written.
      if (!(error instanceof PersonalDataError) || known.includes(wrappedBy ?? undefined)) throw error;
      throw new MasterKeyError({ cause: error });
    }
  }
}
