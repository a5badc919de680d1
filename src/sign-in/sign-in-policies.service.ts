import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditLog } from '#audit';
import {
  type Actor,
  actorOf,
  type Caller,
  defaultPlatformPolicy,
  faultsOfSignIn,
  OPEN_POLICY,
  type SignInPolicy,
  systemScope,
} from '#auth';
import { type OrganizationScope, type PlatformScope, type SystemScope, UnitOfWork } from '#libs/database';
import { assertVersion } from '#libs/http';
import { Clock } from '#libs/time';
import { Environment } from '#settings';
import type { SignInPolicyRow } from './sign-in-policy-row.entity.js';
import { SignInPoliciesStore } from './sign-in-policies.store.js';
import { signInErrors } from './sign-in.errors.js';

/** The policy that holds, and whether anybody set it. */
export interface PolicyInForce extends SignInPolicy {
  readonly isDefault: boolean;
  /** 0 as long as nobody ever set one. */
  readonly version: number;
  readonly updatedAt: Date | null;
}

/** Where a policy is set: an organization, or the platform. The system is the operator at the command line. */
type PolicyScope = OrganizationScope | PlatformScope | SystemScope;

/** How people of an organization, and staff of the platform, must sign in before their rights count. */
@Injectable()
export class SignInPoliciesService implements OnApplicationBootstrap {
  private readonly logger = new Logger(SignInPoliciesService.name);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: SignInPoliciesStore,
    private readonly audit: AuditLog,
    private readonly environment: Environment,
    private readonly clock: Clock,
  ) {}

  /** Says at the start what may keep the first owner out. */
  async onApplicationBootstrap(): Promise<void> {
    if (!this.environment.isProduction) return;
    const { isDefault } = await this.read(systemScope('sign-in'), null);
    if (isDefault)
      this.logger.log(
        'staff of the platform need a second factor; `npm run tenantry -- sign-in-policy reset` lifts that',
      );
  }

  async read(scope: PolicyScope, organizationId = organizationOf(scope)): Promise<PolicyInForce> {
    return this.unitOfWork.run(scope, async () =>
      this.inForce(organizationId, await this.store.find(organizationId)),
    );
  }

  /**
   * Sets the policy, as a whole.
   * @param expected the version that it is set over, as `If-Match` names it
   * @throws AppError 409 `policy_would_lock_out` where it refuses the caller's own sign-in, 412 `stale_version`
   */
  async set(
    scope: OrganizationScope | PlatformScope,
    caller: Caller,
    policy: SignInPolicy,
    expected: string | undefined,
  ): Promise<PolicyInForce> {
    this.demandStaysIn(caller, policy);
    return this.write(scope, organizationOf(scope), actorOf(caller), policy, expected);
  }

  /**
   * Back to what holds where nobody sets anything.
   * @throws AppError as for {@link set}: what holds for staff by itself may ask for more than the policy did
   */
  async reset(
    scope: OrganizationScope | PlatformScope,
    caller: Caller,
    expected: string | undefined,
  ): Promise<void> {
    const organizationId = organizationOf(scope);
    this.demandStaysIn(caller, this.defaultOf(organizationId));
    await this.write(scope, organizationId, actorOf(caller), null, expected);
  }

  /**
   * The way back for whoever operates the service, when nobody gets in any more. A policy of the platform that asks for nothing
   * is set, since its default may be what keeps everybody out; an organization's is taken away.
   */
  async open(organizationId: string | null, actor: Actor): Promise<PolicyInForce> {
    const policy = organizationId === null ? OPEN_POLICY : null;
    return this.write(systemScope('sign-in'), organizationId, actor, policy, undefined);
  }

  /**
   * Whoever sets a policy must be able to take it back. An organization's does not hold for support access of staff; and
   * a session that is too old is cured by signing in, where nothing told yet when it began.
   */
  private demandStaysIn(caller: Caller, policy: SignInPolicy): void {
    const { signIn, accessReason } = caller;
    if (accessReason !== null) return;
    if (signIn === null) throw new Error('only somebody who is signed in sets a policy');
    const refusedBy = faultsOfSignIn(policy, signIn, this.clock.now()).filter(
      (fault) => fault !== 'session_too_old' || signIn.sessionBeganAt !== null,
    );
    if (refusedBy.length > 0) throw signInErrors.wouldLockOut({ extensions: { refusedBy } });
  }

  private async write(
    scope: PolicyScope,
    organizationId: string | null,
    actor: Actor,
    policy: SignInPolicy | null,
    expected: string | undefined,
  ): Promise<PolicyInForce> {
    return this.unitOfWork.run(scope, async () => {
      const now = this.clock.now();
      const before = await this.store.lock(organizationId, now);
      assertVersion(expected, before.version);
      const after = await this.store.write(before, policy, now);
      await this.audit.record({
        actor,
        action: policy === null ? 'sign_in_policy.reset' : 'sign_in_policy.changed',
        scope: { organizationId },
        target: { kind: 'sign_in_policy', id: before.id },
        change: { from: this.rulesOf(organizationId, before), to: this.rulesOf(organizationId, after) },
      });
      return this.inForce(organizationId, after);
    });
  }

  private rulesOf(organizationId: string | null, row: SignInPolicyRow): SignInPolicy {
    if (!row.isSet) return this.defaultOf(organizationId);
    const { secondFactorRequired, allowedNetworks, maxSessionMinutes, allowedStrategies } = row;
    return { secondFactorRequired, allowedNetworks, maxSessionMinutes, allowedStrategies };
  }

  private inForce(organizationId: string | null, row: SignInPolicyRow | null): PolicyInForce {
    if (row === null)
      return { ...this.defaultOf(organizationId), isDefault: true, version: 0, updatedAt: null };
    const { version, updatedAt, isSet } = row;
    return { ...this.rulesOf(organizationId, row), isDefault: !isSet, version, updatedAt };
  }

  private defaultOf(organizationId: string | null): SignInPolicy {
    return organizationId === null ? defaultPlatformPolicy(this.environment.isProduction) : OPEN_POLICY;
  }
}

function organizationOf(scope: PolicyScope): string | null {
  return scope.kind === 'organization' ? scope.organizationId : null;
}
