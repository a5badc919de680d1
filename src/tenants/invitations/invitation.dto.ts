import { ApiProperty } from '@nestjs/swagger';
import { EmailField, ObjectListField, PatternField } from '#libs/http';
import {
  type Invitation,
  type InvitationDelivery,
  invitationStatuses,
  type InvitationStatus,
  type RevocationReason,
} from './invitation.entity.js';
import type { BulkInvitationOutcome } from './invitations.service.js';

/** Never holds a token or a link: Clerk alone sends those, to the invited address. */
export class InvitationResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  organizationId!: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  propertyId!: string | null;

  @ApiProperty({ type: String, nullable: true, description: "Clerk's id, once Clerk was told" })
  clerkId!: string | null;

  @ApiProperty({ example: 'new@guest.test' })
  emailAddress!: string;

  @ApiProperty({
    example: 'property:staff',
    description: 'The role on acceptance: on the property, else in the organization',
  })
  role!: string;

  @ApiProperty({ enum: invitationStatuses })
  status!: InvitationStatus;

  @ApiProperty({
    enum: ['queued', 'sent', 'failed'],
    description: 'How far it has got to Clerk, which sends the mail',
  })
  delivery!: InvitationDelivery;

  @ApiProperty({ type: String, nullable: true, description: 'Why Clerk refused it, as a code' })
  deliveryError!: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  invitedBy!: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Who accepted it' })
  acceptedBy!: string | null;

  @ApiProperty({
    enum: ['taken_back', 'superseded', 'inviter_lost_right'],
    nullable: true,
    description: 'Why it is void; one whose inviter lost the right may be adopted',
  })
  revokedBecause!: RevocationReason | null;

  @ApiProperty({ format: 'date-time' })
  expiresAt!: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  static from(invitation: Invitation): InvitationResponse {
    return {
      id: invitation.id,
      organizationId: invitation.organizationId,
      propertyId: invitation.propertyId,
      clerkId: invitation.clerkId,
      emailAddress: invitation.emailAddress,
      role: invitation.propertyRole ?? invitation.organizationRole,
      status: invitation.status,
      delivery: invitation.delivery,
      deliveryError: invitation.deliveryError,
      invitedBy: invitation.invitedBy,
      acceptedBy: invitation.acceptedBy,
      revokedBecause: invitation.revokedBecause,
      expiresAt: invitation.expiresAt.toISOString(),
      createdAt: invitation.createdAt.toISOString(),
    };
  }
}

export class InviteToOrganizationRequest {
  @EmailField({ example: 'new@guest.test' })
  email!: string;

  @PatternField({
    pattern: /^org:[a-z0-9_]{1,60}$/,
    max: 64,
    expected: 'a role of the organization, such as org:member',
    example: 'org:member',
  })
  role!: string;
}

export class InviteToPropertyRequest {
  @EmailField({ example: 'new@guest.test' })
  email!: string;

  @PatternField({
    pattern: /^property:[a-z0-9_]{1,60}$/,
    max: 70,
    expected: 'a role on a property, such as property:staff',
    example: 'property:staff',
  })
  role!: string;
}

export class BulkInviteRequest {
  @ObjectListField(() => InviteToOrganizationRequest, { min: 1, max: 100 })
  invitations!: InviteToOrganizationRequest[];
}

export class BulkInviteResult {
  @ApiProperty()
  email!: string;

  @ApiProperty({ type: InvitationResponse, nullable: true })
  invitation!: InvitationResponse | null;

  @ApiProperty({
    type: 'object',
    nullable: true,
    properties: { code: { type: 'string' }, detail: { type: 'string' } },
    additionalProperties: false,
  })
  problem!: { code: string; detail: string } | null;
}

export class BulkInviteResponse {
  @ApiProperty({
    format: 'uuid',
    description:
      'Of the whole: `?batch=` lists what it made. A repetition with the same key is answered with it.',
  })
  id!: string;

  @ApiProperty({ type: [BulkInviteResult], description: 'In the order of the request' })
  results!: BulkInviteResult[];

  static from({
    id,
    outcomes,
  }: {
    id: string;
    outcomes: readonly BulkInvitationOutcome[];
  }): BulkInviteResponse {
    return { id, results: outcomes.map(resultOf) };
  }
}

function resultOf({ emailAddress, invitation, problem }: BulkInvitationOutcome): BulkInviteResult {
  return {
    email: emailAddress,
    invitation: invitation === null ? null : InvitationResponse.from(invitation),
    problem: problem === null ? null : { code: problem.code, detail: problem.detail ?? problem.code },
  };
}
