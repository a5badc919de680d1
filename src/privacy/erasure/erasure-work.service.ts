import { Injectable } from '@nestjs/common';
import { SubjectKeys } from '#audit';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { OwnershipSuccessionService } from '#tenants';
import { TombstoneHasher, MirrorLock } from '#users';
import { ExportFiles } from '../export/export-files.js';
import { CertifierService } from './certifier.service.js';
import { ClerkSideService } from './clerk-side.service.js';
import { ErasersService } from './erasers.service.js';
import { moduleOf } from './erasure-steps.js';
import { FreezeService } from './freeze.service.js';
import { FindingsService } from './findings.service.js';
import { type KeptIdentifiers, SubjectIdentifiersService } from '../identity/subject-identifiers.service.js';
import { type ErasureStep, PrivacyErasure } from '../records/privacy-erasure.entity.js';
import { type FileFinds, LeftoversProbeService } from './leftovers-probe.service.js';
import { TombstoneList } from './tombstone-list.js';

const ACTOR = { kind: 'system', name: 'privacy' } as const;

export type Done = Partial<Omit<ErasureStep, 'name' | 'status'>> & {
  readonly finds?: FileFinds;
  /** Clerk's record of the person; null where Clerk has none. */
  readonly user?: unknown;
};
export interface Waiting {
  readonly waitFor: string;
}

export const isWaiting = (value: object | string | null): value is Waiting =>
  typeof value === 'object' && value !== null && 'waitFor' in value;

/** What each step of an erasure does. */
@Injectable()
export class ErasureWorkService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly particulars: SubjectIdentifiersService,
    private readonly freeze: FreezeService,
    private readonly files: ExportFiles,
    private readonly ownership: OwnershipSuccessionService,
    private readonly mirrorLock: MirrorLock,
    private readonly tombstoneHasher: TombstoneHasher,
    private readonly tombstones: TombstoneList,
    private readonly erasers: ErasersService,
    private readonly clerk: ClerkSideService,
    private readonly probe: LeftoversProbeService,
    private readonly findings: FindingsService,
    private readonly certifier: CertifierService,
    private readonly keys: SubjectKeys,
    private readonly clock: Clock,
  ) {}

  /** The part outside the database. It may be repeated: a kill before the step's transaction leaves the step to do. */
  async prepare(step: string, erasure: PrivacyErasure): Promise<Done | Waiting | null> {
    const person = () => this.inSystem(() => this.particulars.open(erasure));
    switch (step) {
      case 'freeze at Clerk':
        // First what else they are found by: a number or a user name stands nowhere here.
        return {
          user: await this.clerk.read(await person()),
          answer: await this.clerk.freeze(await person()),
        };
      case 'tombstone': {
        const { id: erasureId, userId, requestedAt, dueAt } = erasure;
        const personHash = await this.inSystem(() => this.tombstoneHasher.of('person', userId));
        await this.tombstones.add({
          erasureId,
          personHash,
          requestedAt: requestedAt.toISOString(),
          dueAt: dueAt.toISOString(),
        });
        return null;
      }
      case 'Clerk': {
        const known = await this.askedAtClerk(erasure.id, await person());
        if (isWaiting(known)) return known;
        const result = await this.clerk.erase(known);
        return isWaiting(result) ? result : { answer: result.answer };
      }
      case 'probe':
        return { finds: await this.probe.lookIntoFiles(await person()) };
      default:
        return null;
    }
  }

  /** The part in the step's transaction. */
  async carryOut(step: string, erasure: PrivacyErasure, prepared: Done | null): Promise<Done | Waiting> {
    const module = moduleOf(step);
    if (module !== null) {
      const tables = await this.erasers.erase(module, await this.particulars.open(erasure));
      return { tables, count: tables.reduce((sum, { count }) => sum + count, 0) };
    }
    switch (step) {
      case 'freeze':
        if (await this.freeze.leavesNoPlatformOwner(erasure))
          return { waitFor: 'another owner of the platform, since nobody else could act as one' };
        return { count: await this.freeze.carryOut(erasure) };
      case 'freeze at Clerk':
        return this.noteTold(erasure, prepared);
      case 'exports':
        return { count: await this.files.abortAll(erasure.userId) };
      case 'ownership':
        return { count: await this.handOver(erasure) };
      case 'tombstone':
        return { count: await this.bury(erasure) };
      case 'Clerk':
        return { count: 1, ...prepared };
      case 'recipients':
        return { count: await this.certifier.tellRecipients(erasure) };
      case 'probe':
        return this.lookForLeftovers(erasure, prepared?.finds ?? { files: 0, hits: [] });
      case 'certificate': {
        const certificate = await this.certifier.certify(erasure, await this.particulars.open(erasure));
        await this.rows().update({ id: erasure.id }, { certificate });
        return { count: 1 };
      }
      case 'key':
        return { count: (await this.keys.shred(erasure.userId)) ? 1 : 0 };
      default:
        throw new Error(`an erasure has no step ${step}`);
    }
  }

  /** Keeps what Clerk said of the person together with what is known of them; `undefined` where it did not answer. */
  private async noteTold(erasure: PrivacyErasure, prepared: Done | null): Promise<Done> {
    const { user, ...done } = prepared ?? {};
    if (user !== undefined) await this.keep(erasure.id, await this.particulars.open(erasure), user);
    return { count: 1, ...done };
  }

  /** Asks Clerk while it still has the person, should it have been away at the freeze. */
  private async askedAtClerk(id: string, person: KeptIdentifiers): Promise<KeptIdentifiers | Waiting> {
    if (person.isToldByClerk || person.clerkId === null) return person;
    const user = await this.clerk.read(person);
    if (user === undefined) return { waitFor: 'Clerk, which does not answer' };
    return this.inSystem(() => this.keep(id, person, user));
  }

  private async keep(id: string, person: KeptIdentifiers, user: unknown): Promise<KeptIdentifiers> {
    const complete = await this.particulars.complete(person, user);
    const sealedParticulars = await this.particulars.seal(id, complete);
    await this.rows().update({ id }, { sealedParticulars });
    return complete;
  }

  private async handOver(erasure: PrivacyErasure): Promise<number> {
    const heirs = await this.ownership.handOver(erasure.userId, ACTOR);
    const person = await this.particulars.open(erasure);
    const sealedParticulars = await this.particulars.seal(erasure.id, { ...person, heirs });
    await this.rows().update({ id: erasure.id }, { sealedParticulars });
    return heirs.length;
  }

  private async bury(erasure: PrivacyErasure): Promise<number> {
    const { clerkId, invitations } = await this.particulars.open(erasure);
    const now = this.clock.now();
    const buried = [
      ...(clerkId === null ? [] : [['user', clerkId] as const]),
      ...invitations.map(({ invitation }) => ['invitation', invitation] as const),
    ];
    for (const [kind, id] of buried) {
      await this.mirrorLock.enter(kind, id);
      await this.mirrorLock.close(kind, id, now);
    }
    return buried.length;
  }

  /** What came in while the erasure ran is erased as well; what is not applied yet is waited for. */
  private async lookForLeftovers(erasure: PrivacyErasure, finds: FileFinds): Promise<Done | Waiting> {
    const person = await this.particulars.open(erasure);
    const count = await this.erasers.eraseLate(person);
    const { report: probe, possible } = await this.probe.look(person, finds);
    // What may be somebody else holds nothing up.
    await this.findings.keep(erasure.id, possible);
    if (probe.hits.length > 0) return { waitFor: `leftovers in ${probe.hits.join(', ')}` };
    return { count, probe };
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(PrivacyErasure);
  }

  private inSystem<T>(work: () => Promise<T>): Promise<T> {
    return this.unitOfWork.run(systemScope('privacy'), work);
  }
}
