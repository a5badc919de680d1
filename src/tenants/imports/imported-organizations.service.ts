import { Injectable } from '@nestjs/common';
import { type Actor, systemScope } from '#auth';
import { type ClerkApi, unlessMissing } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { OrganizationAnswerMirrorService } from '../memberships/organization-answer-mirror.service.js';
import { OrganizationMirrorService } from '../organizations/organization-mirror.service.js';
import { OrganizationsStore } from '../organizations/organizations.store.js';

export interface ImportedOrganization {
  readonly name: string;
  readonly slug: string | null;
  /** Clerk's id of its first owner. */
  readonly createdBy: string;
  /** By which it is found again; unique for each. */
  readonly mark: string;
}

/** Organizations that an operator brings along: made at Clerk first, once for each mark. */
@Injectable()
export class ImportedOrganizationsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsStore,
    private readonly mirror: OrganizationMirrorService,
    private readonly answers: OrganizationAnswerMirrorService,
  ) {}

  /** One that lives, by our id or Clerk's. */
  async find(reference: string): Promise<{ id: string; clerkId: string } | null> {
    return this.unitOfWork.run(systemScope('mirror'), async () => {
      const organization = reference.startsWith('org_')
        ? await this.organizations.findByClerkId(reference)
        : await this.organizations.findById(reference);
      if (organization?.clerkId == null || organization.status === 'deleted') return null;
      return { id: organization.id, clerkId: organization.clerkId };
    });
  }

  /**
   * @param mayExist an earlier try may have made it: Clerk is looked at before anything is made
   * @throws ClerkRefusedError with `form_identifier_exists` where the slug is another's; ClerkUnavailableError
   */
  async create(
    { name, slug, createdBy, mark }: ImportedOrganization,
    { clerk, actor, mayExist }: { clerk: ClerkApi; actor: Actor; mayExist: boolean },
  ): Promise<{ id: string; clerkId: string }> {
    const made =
      (mayExist ? await clerk.findOrganizationByMark(createdBy, mark) : null) ??
      (await clerk.createOrganization({ name, ...(slug !== null && { slug }), createdBy, mark }));
    const members = await clerk.listMembershipsOfOrganization(made.id);
    const { id } = await this.unitOfWork.run(systemScope('mirror'), () =>
      this.answers.apply(made, members, actor),
    );
    return { id, clerkId: made.id };
  }

  /**
   * Takes one back that an import made and nobody else has entered since: here first, then at Clerk.
   *
   * @param mark what it was made with
   * @param people Clerk's ids of those who may be in it
   * @param applies false: says what would be done
   */
  async undo(
    id: string,
    { mark, people }: { mark: string; people: ReadonlySet<string> },
    { clerk, actor, applies }: { clerk: ClerkApi; actor: Actor; applies: boolean },
  ): Promise<'undone' | 'gone' | 'not_ours' | 'in_use'> {
    const clerkId = await this.unitOfWork.run(systemScope('mirror'), () => this.mirror.clerkIdOf(id));
    const there = clerkId === null ? null : await unlessMissing(() => clerk.getOrganization(clerkId));
    if (clerkId === null || there === null) return 'gone';
    if (there.mark !== mark) return 'not_ours';
    const members = await clerk.listMembershipsOfOrganization(clerkId);
    if (!members.every(({ userId }) => people.has(userId))) return 'in_use';
    if (!applies) return 'undone';
    await this.unitOfWork.run(systemScope('mirror'), async () => {
      const organization = await this.organizations.lock(id);
      // The job tells Clerk where this process ends before it does.
      if (organization !== null && organization.status !== 'deleted')
        await this.mirror.delete(organization, actor);
    });
    await unlessMissing(() => clerk.deleteOrganization(clerkId));
    return 'undone';
  }
}
