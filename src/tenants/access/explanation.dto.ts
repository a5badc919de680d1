import { ApiProperty } from '@nestjs/swagger';
import { SIGN_IN_FAULTS, type SignInFault, signInRemedy } from '#auth';
import type { Derivation, GroupReference, NearMiss, Scope } from '#libs/authz';

export class ScopeResponse {
  @ApiProperty({ enum: ['platform', 'organization', 'property'] })
  kind!: Scope['kind'];

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  organizationId!: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  propertyId!: string | null;

  static from(scope: Scope): ScopeResponse {
    return {
      kind: scope.kind,
      organizationId: scope.kind === 'platform' ? null : scope.organizationId,
      propertyId: scope.kind === 'property' ? scope.propertyId : null,
    };
  }
}

export class GroupReferenceResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'Housekeeping' })
  name!: string;

  static from({ id, name }: GroupReference): GroupReferenceResponse {
    return { id, name };
  }
}

export class DerivationResponse {
  @ApiProperty({ description: 'Which grant it is' })
  grant!: string;

  @ApiProperty({ example: 'property:manager' })
  role!: string;

  @ApiProperty({ type: ScopeResponse, description: 'Where the right holds: the place that was asked about' })
  scope!: ScopeResponse;

  @ApiProperty({
    type: ScopeResponse,
    nullable: true,
    description: 'The wider place at which the role was given; null if it was given right here',
  })
  inheritedFrom!: ScopeResponse | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null for Clerk or the service' })
  givenBy!: string | null;

  @ApiProperty({ format: 'date-time' })
  givenAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt!: string | null;

  @ApiProperty({
    type: GroupReferenceResponse,
    nullable: true,
    description: 'The group by which the right is held; null if the role was given to the person',
  })
  group!: GroupReferenceResponse | null;

  static from(derivation: Derivation): DerivationResponse {
    const { grant, role, scope, inheritedFrom, givenBy, givenAt, expiresAt, group } = derivation;
    return {
      grant,
      role,
      scope: ScopeResponse.from(scope),
      inheritedFrom: inheritedFrom === null ? null : ScopeResponse.from(inheritedFrom),
      givenBy,
      givenAt: givenAt.toISOString(),
      expiresAt: expiresAt?.toISOString() ?? null,
      group: group === null ? null : GroupReferenceResponse.from(group),
    };
  }
}

export class RemedyResponse {
  @ApiProperty({ example: 'property:manager', description: 'The role to give' })
  role!: string;

  @ApiProperty({ type: ScopeResponse, description: 'Where to give it' })
  scope!: ScopeResponse;

  @ApiProperty({
    type: [String],
    description: 'Ids of at most ten people who may give it; empty for those who may not see who has access',
  })
  mayBeGivenBy!: string[];

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'How many may give it, counted up to 100; null where the caller may not know',
  })
  mayBeGivenByCount!: number | null;
}

export class NearMissResponse {
  @ApiProperty()
  grant!: string;

  @ApiProperty({ example: 'property:manager' })
  role!: string;

  @ApiProperty({ type: ScopeResponse })
  scope!: ScopeResponse;

  @ApiProperty({ enum: ['expired', 'not_yet_valid', 'period_invalid', 'role_unknown'] })
  reason!: NearMiss['reason'];

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When it ended or begins' })
  at!: string | null;

  @ApiProperty({
    type: GroupReferenceResponse,
    nullable: true,
    description: 'The group to which it was given; null if it was given to the person',
  })
  group!: GroupReferenceResponse | null;

  static from({ grant, role, scope, reason, at, group }: NearMiss): NearMissResponse {
    return {
      grant,
      role,
      scope: ScopeResponse.from(scope),
      reason,
      at: at?.toISOString() ?? null,
      group: group === null ? null : GroupReferenceResponse.from(group),
    };
  }
}

const BLOCKS = [
  'person_cannot_act',
  'property_archived',
  'giver_lacks',
  'issuer_lacks',
  'not_given',
  'out_of_scope',
  'withheld',
  ...SIGN_IN_FAULTS,
] as const;
type Block = (typeof BLOCKS)[number];

export class ExplanationResponse {
  @ApiProperty()
  allowed!: boolean;

  @ApiProperty({
    enum: BLOCKS,
    nullable: true,
    type: String,
    description:
      'What no grant to them would change: the person is banned or gone, or the property is archived. Of a service ' +
      'account: it was given this, and whoever gave it (`giver_lacks`) or whoever made the key (`issuer_lacks`) does ' +
      'not hold it any more; or it is an agent that was not handed it (`not_given`), which hangs on no grant; or no service account may hold it (`withheld`), or the API key of Clerk that came names scopes without it (`out_of_scope`). Of whoever asks: the rule of a sign-in ' +
      'policy that their sign-in does not meet.',
  })
  blocked!: Block | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What they can do about it themselves, where a sign-in policy stands in the way',
  })
  blockedRemedy!: string | null;

  @ApiProperty({ type: [DerivationResponse], description: 'On a yes: every way in which the right is held' })
  because!: DerivationResponse[];

  @ApiProperty({
    type: [RemedyResponse],
    description: 'On a no: the smallest grants that would change it, and who may give them',
  })
  remedy!: RemedyResponse[];

  @ApiProperty({
    type: [GroupReferenceResponse],
    description:
      'On a no: at most ten groups whose people hold it there, so that being added to one would change it; empty for those who may not see who has access',
  })
  joinGroups!: GroupReferenceResponse[];

  @ApiProperty({ type: [NearMissResponse], description: 'On a no: grants that miss narrowly, and why' })
  almost!: NearMissResponse[];

  /** A no that no grant would change. */
  static refused(blocked: Block): ExplanationResponse {
    return {
      allowed: false,
      blocked,
      blockedRemedy: null,
      because: [],
      remedy: [],
      joinGroups: [],
      almost: [],
    };
  }

  /** A no by a sign-in policy: signing in otherwise would change it. */
  static refusedBySignIn(fault: SignInFault, whose: 'organization' | 'platform'): ExplanationResponse {
    return { ...ExplanationResponse.refused(fault), blockedRemedy: signInRemedy(fault, whose) };
  }
}
