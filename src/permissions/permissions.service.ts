import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditLog } from '#audit';
import {
  type Actor,
  AuthorizationModel,
  AuthorizationModels,
  type DeclaredPermission,
  systemScope,
} from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { ModelEffectService, UndeclaredPermissionsService } from '#tenants';
import { AuthorizationModelsStore } from './authorization-models.store.js';
import { declarationOf, findDeclarationProblems, type WrittenPermission } from './declaration.rule.js';
import { compareDeclarations, hashOfPlan, type PermissionPlan } from './permission-plan.js';
import { permissionsErrors } from './permissions.errors.js';

/** A declaration as it was applied. */
export interface AppliedDeclaration {
  /** Null where nothing was declared yet. */
  readonly id: string | null;
  readonly appliedAt: Date | null;
  readonly declared: readonly DeclaredPermission[];
}

const SCOPE = systemScope('permissions');

/** The permissions that the application declares for itself: what they are, what a change would do, and the change. */
@Injectable()
export class PermissionsService implements OnApplicationBootstrap {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: AuthorizationModelsStore,
    private readonly models: AuthorizationModels,
    private readonly effect: ModelEffectService,
    private readonly undeclared: UndeclaredPermissionsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws PermissionTakenError where a declared permission is built in by now: the service does not start */
  async onApplicationBootstrap(): Promise<void> {
    await this.unitOfWork.run(SCOPE, () => this.models.current());
  }

  async read(): Promise<AppliedDeclaration> {
    return this.unitOfWork.run(SCOPE, async () => this.applied(await this.models.current()));
  }

  /**
   * What the declaration would change; changes nothing.
   * @throws AppError 400 `declaration_faulty` with every fault
   */
  async plan(written: readonly WrittenPermission[]): Promise<PermissionPlan> {
    const declared = soundDeclaration(written);
    return this.unitOfWork.run(SCOPE, async () => this.planFrom(await this.models.current(), declared));
  }

  /**
   * Applies a declaration as a plan has told of it.
   *
   * @param hash of that plan
   * @throws AppError 409 `plan_outdated` where it would not be that plan by now, `permission_in_use` with counts
   */
  async apply(
    written: readonly WrittenPermission[],
    hash: string,
    actor: Actor,
  ): Promise<AppliedDeclaration> {
    const declared = soundDeclaration(written);
    return this.unitOfWork.run(SCOPE, async () => {
      const before = await this.models.replaced();
      if (hashOfPlan(before.id, declared) !== hash) throw permissionsErrors.outdated();
      const { added, changed, removed } = compareDeclarations(before, declared);
      const inUse = await this.effect.usesOf(removed);
      if (inUse.length > 0) {
        const counts = inUse.map(
          ({ permission, customRoles, organizations, clerkRoles, agents }) =>
            `${permission} (${customRoles} roles of ${organizations} organizations, ${clerkRoles} roles at Clerk, ${agents} agents)`,
        );
        throw permissionsErrors.inUse({
          detail: `These are in use still; take them out of roles and from agents first: ${counts.join(', ')}.`,
          extensions: { inUse },
        });
      }
      if (added.length + changed.length + removed.length === 0) return this.applied(before);
      const row = { id: newId(), declared, appliedAt: this.clock.now() };
      await this.store.insert(row);
      await this.undeclared.review();
      await this.audit.record({
        actor,
        action: 'permissions.declared',
        target: { kind: 'authorization_model', id: row.id },
        change: { replaces: before.id, added, changed, removed },
      });
      return row;
    });
  }

  private async applied({ id, declared }: AuthorizationModel): Promise<AppliedDeclaration> {
    return { id, declared, appliedAt: id === null ? null : await this.store.findAppliedAt(id) };
  }

  private async planFrom(
    before: AuthorizationModel,
    declared: DeclaredPermission[],
  ): Promise<PermissionPlan> {
    const names = compareDeclarations(before, declared);
    return {
      hash: hashOfPlan(before.id, declared),
      replaces: before.id,
      ...names,
      effect: await this.effect.of(before, new AuthorizationModel('planned', declared)),
      inUse: await this.effect.usesOf(names.removed),
    };
  }
}

function soundDeclaration(written: readonly WrittenPermission[]): DeclaredPermission[] {
  const problems = findDeclarationProblems(written);
  if (problems.length > 0) throw permissionsErrors.faulty({ errors: problems });
  return declarationOf(written);
}
