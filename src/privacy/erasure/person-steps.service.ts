import { Injectable } from '@nestjs/common';
import { SubjectKeys } from '#audit';
import { UnitOfWork } from '#libs/database';
import { OwnershipSuccessionService } from '#tenants';
import { ExportFiles } from '../export/export-files.js';
import { type KeptIdentifiers, SubjectIdentifiersService } from '../identity/subject-identifiers.service.js';
import { PersonErasuresStore } from '../records/person-erasures.store.js';
import type { PrivacyErasure } from '../records/privacy-erasure.entity.js';
import { CertifierService } from './certifier.service.js';
import { ClerkSideService } from './clerk-side.service.js';
import { ErasersService } from './erasers.service.js';
import { FindingsService } from './findings.service.js';
import { FreezeService } from './freeze.service.js';
import { type FileFinds, LeftoversProbeService } from './leftovers-probe.service.js';
import { PERSON_STEPS, type PersonStep } from './step-names.js';
import {
  type Done,
  isWaiting,
  type Prepared,
  type Step,
  stepsOf,
  type StepWork,
  type Waiting,
} from './step.js';
import { TombstonesService } from './tombstones.service.js';
import { PRIVACY } from '../privacy.scope.js';
import { PRIVACY_ACTOR } from '../privacy.actor.js';

/** What each step of a person's erasure does. */
@Injectable()
export class PersonStepsService {
  readonly list: readonly Step<PrivacyErasure>[];

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rows: PersonErasuresStore,
    private readonly identifiers: SubjectIdentifiersService,
    private readonly freeze: FreezeService,
    private readonly files: ExportFiles,
    private readonly ownership: OwnershipSuccessionService,
    private readonly tombstones: TombstonesService,
    private readonly erasers: ErasersService,
    private readonly clerk: ClerkSideService,
    private readonly probe: LeftoversProbeService,
    private readonly findings: FindingsService,
    private readonly certifier: CertifierService,
    private readonly keys: SubjectKeys,
  ) {
    this.list = stepsOf(PERSON_STEPS, this.work(), (module) => ({
      run: async (erasure) => this.erasers.eraseModule(module, await this.identifiers.open(erasure)),
    }));
  }

  private work(): Record<PersonStep, StepWork<PrivacyErasure>> {
    return {
      freeze: {
        run: async (erasure) =>
          (await this.freeze.leavesNoPlatformOwner(erasure))
            ? { waitFor: 'another owner of the platform, since nobody else could act as one' }
            : { count: await this.freeze.carryOut(erasure) },
      },
      'freeze at Clerk': {
        prepare: async (erasure) => {
          const person = await this.personOf(erasure);
          // First what else they are found by: a number or a user name stands nowhere here.
          const user = await this.clerk.read(person);
          return { user, answer: await this.clerk.freeze(person) };
        },
        run: (erasure, prepared) => this.noteTold(erasure, prepared),
      },
      exports: { run: async ({ userId }) => ({ count: await this.files.abort({ userId }) }) },
      ownership: { run: async (erasure) => ({ count: await this.handOver(erasure) }) },
      tombstone: {
        prepare: async ({ id: erasureId, userId, requestedAt, dueAt }) => {
          await this.tombstones.listPerson(userId, { erasureId, requestedAt, dueAt });
          return {};
        },
        run: async (erasure) => {
          const { clerkId, invitations } = await this.identifiers.open(erasure);
          return {
            count: await this.tombstones.close([
              ...(clerkId === null ? [] : [['user', clerkId] as const]),
              ...invitations.map(({ invitation }) => ['invitation', invitation] as const),
            ]),
          };
        },
      },
      Clerk: {
        prepare: async (erasure) => {
          const known = await this.askedAtClerk(erasure.id, await this.personOf(erasure));
          return isWaiting(known) ? known : this.clerk.erase(known);
        },
        run: (_, prepared) => Promise.resolve({ count: 1, ...prepared }),
      },
      recipients: { run: async (erasure) => ({ count: await this.certifier.tellRecipients(erasure) }) },
      probe: {
        prepare: async (erasure) => ({ files: await this.probe.lookIntoFiles(await this.personOf(erasure)) }),
        run: (erasure, { files = { files: 0, hits: [] } }) => this.lookForLeftovers(erasure, files),
      },
      certificate: {
        run: async (erasure) => {
          const certificate = await this.certifier.certify(erasure, await this.identifiers.open(erasure));
          await this.rows.update(erasure.id, { certificate });
          return { count: 1 };
        },
      },
      key: { run: async ({ userId }) => ({ count: (await this.keys.shred(userId)) ? 1 : 0 }) },
    };
  }

  private personOf(erasure: PrivacyErasure): Promise<KeptIdentifiers> {
    return this.unitOfWork.run(PRIVACY, () => this.identifiers.open(erasure));
  }

  /** Keeps what Clerk said of the person together with what is known of them; `undefined` where it did not answer. */
  private async noteTold(erasure: PrivacyErasure, { user, ...done }: Prepared): Promise<Done> {
    if (user !== undefined) await this.keep(erasure.id, await this.identifiers.open(erasure), user);
    return { count: 1, ...done };
  }

  /** Asks Clerk while it still has the person, should it have been away at the freeze. */
  private async askedAtClerk(id: string, person: KeptIdentifiers): Promise<KeptIdentifiers | Waiting> {
    if (person.isToldByClerk || person.clerkId === null) return person;
    const user = await this.clerk.read(person);
    if (user === undefined) return { waitFor: 'Clerk, which does not answer' };
    return this.unitOfWork.run(PRIVACY, () => this.keep(id, person, user));
  }

  private async keep(id: string, person: KeptIdentifiers, user: unknown): Promise<KeptIdentifiers> {
    const complete = await this.identifiers.complete(person, user);
    await this.rows.update(id, { sealedIdentifiers: await this.identifiers.seal(id, complete) });
    return complete;
  }

  private async handOver(erasure: PrivacyErasure): Promise<number> {
    const heirs = await this.ownership.handOver(erasure.userId, PRIVACY_ACTOR);
    const person = await this.identifiers.open(erasure);
    const sealedIdentifiers = await this.identifiers.seal(erasure.id, { ...person, heirs });
    await this.rows.update(erasure.id, { sealedIdentifiers });
    return heirs.length;
  }

  /** What came in while the erasure ran is erased as well; what is not applied yet is waited for. */
  private async lookForLeftovers(erasure: PrivacyErasure, finds: FileFinds): Promise<Done | Waiting> {
    const person = await this.identifiers.open(erasure);
    const count = await this.erasers.eraseLate(person);
    const { report: probe, possible } = await this.probe.look(person, finds);
    // What may be somebody else holds nothing up.
    await this.findings.keep(erasure.id, possible);
    if (probe.hits.length > 0) return { waitFor: `leftovers in ${probe.hits.join(', ')}` };
    return { count, probe };
  }
}
