import { Injectable } from '@nestjs/common';
import {
  exactlyOne,
  type PersonScope,
  type PlatformScope,
  TableStatements,
  UnitOfWork,
} from '#libs/database';
import { Organization } from './organization.entity.js';

const STATEMENTS = new TableStatements(Organization);
const BY_ID = STATEMENTS.lookup({ id: 'uuid' });
const BY_CLERK_ID = STATEMENTS.lookup({ clerk_id: 'text' });

/** Rows of `organizations`, as far as the open scope shows them. */
@Injectable()
export class OrganizationsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async findById(id: string): Promise<Organization | null> {
    return (await this.unitOfWork.lookUp(BY_ID, id))[0] ?? null;
  }

  async findByClerkId(clerkId: string): Promise<Organization | null> {
    return (await this.unitOfWork.lookUp(BY_CLERK_ID, clerkId))[0] ?? null;
  }

  /** Locks the organization: whoever decides by counting its members or owners queues up here. */
  async lock(id: string): Promise<Organization | null> {
    return this.rows().createQueryBuilder('organization').setLock('pessimistic_write').where({ id }).getOne();
  }

  /**
   * Those of which a person is a member, or all of the platform; newest first.
   *
   * @param before the last id of the page before
   */
  async list(
    scope: PersonScope | PlatformScope,
    before: string | null,
    limit: number,
  ): Promise<Organization[]> {
    const query = this.rows()
      .createQueryBuilder('organization')
      .where(`organization.status <> 'deleted'`)
      .orderBy('organization.id', 'DESC')
      .take(limit);
    if (scope.kind === 'person') {
      query.andWhere(
        `exists (select from memberships held
           where held.organization_id = organization.id and held.user_id = :userId)`,
        { userId: scope.userId },
      );
    }
    if (before !== null) query.andWhere('organization.id < :before', { before });
    return query.getMany();
  }

  async insert(organization: Organization): Promise<void> {
    await this.rows().insert(organization);
  }

  /** Which of these ids and slugs have a row here, deleted organizations among them. */
  async taken(
    told: readonly { readonly id: string; readonly slug: string | null }[],
  ): Promise<{ clerkIds: Set<string | null>; slugs: Set<string | null> }> {
    const rows = await this.unitOfWork.manager().query<{ clerkId: string | null; slug: string | null }[]>(
      `select clerk_id as "clerkId", null as slug from organizations where clerk_id = any ($1)
       union all select null, slug from organizations where slug = any ($2)`,
      [told.map(({ id }) => id), told.flatMap(({ slug }) => slug ?? [])],
    );
    const slugs = told.flatMap(({ slug }) => slug ?? []);
    const twice = slugs.filter((slug, index) => slugs.indexOf(slug) !== index);
    return {
      clerkIds: new Set(rows.flatMap(({ clerkId }) => clerkId ?? [])),
      slugs: new Set([...twice, ...rows.flatMap(({ slug }) => slug ?? [])]),
    };
  }

  async insertAll(organizations: readonly Organization[]): Promise<void> {
    if (organizations.length === 0) return;
    await this.rows()
      .createQueryBuilder()
      .insert()
      .values([...organizations])
      .updateEntity(false)
      .execute();
  }

  async update(id: string, change: Partial<Omit<Organization, 'id' | 'version'>>): Promise<void> {
    const result = await this.rows().update({ id }, { ...change, version: () => 'version + 1' });
    exactlyOne(result.affected, 'update of an organization');
  }

  /** Frees a slug that another organization gave up in Clerk before the news of it arrived here. */
  async releaseSlug(slug: string, exceptId: string): Promise<void> {
    await this.rows()
      .createQueryBuilder()
      .update()
      .set({ slug: null })
      .where('slug = :slug and id <> :exceptId', { slug, exceptId })
      .execute();
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(Organization);
  }
}
