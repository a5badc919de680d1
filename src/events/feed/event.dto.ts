import { ApiProperty } from '@nestjs/swagger';
import { EnumField, PageQuery } from '#libs/http';
import { eventFilters, eventTypes } from './event-types.js';
import type { PublishedEvent } from './published-event.entity.js';

export class EventActor {
  @ApiProperty({ enum: ['user', 'service_account', 'system'] })
  kind!: string;

  @ApiProperty({
    description: 'Our id of a person or a service account, or the name of a part of the service',
  })
  id!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Who really acted, when somebody impersonated them',
  })
  impersonatorId!: string | null;
}

export class EventTarget {
  @ApiProperty({ pattern: '^[a-z][a-z_-]*$', example: 'user' })
  kind!: string;

  @ApiProperty()
  id!: string;
}

/** Something that happened. */
export class EventResponse {
  @ApiProperty({ description: 'The same in the feed, at every endpoint and in the audit log' })
  id!: string;

  @ApiProperty({ description: 'In the order of publication; later events have greater ones' })
  position!: number;

  @ApiProperty({ enum: eventTypes, example: 'grant.given' })
  type!: string;

  @ApiProperty({ format: 'date-time' })
  occurredAt!: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  organizationId!: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  propertyId!: string | null;

  @ApiProperty({ type: EventActor })
  actor!: EventActor;

  @ApiProperty({ type: EventTarget, nullable: true, description: 'What or whom it is about' })
  target!: EventTarget | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description:
      'Before and after, or plain facts: ids, roles, states and times. Of access.changed: gained, lost and rescheduled, each a list of {permission, propertyId, until}, and changesAt',
  })
  change!: object;

  static from(event: PublishedEvent): EventResponse {
    const { id, position, type, organizationId, propertyId, actorKind, actorId, impersonatorId } = event;
    return {
      id,
      position: Number(position),
      type,
      occurredAt: event.occurredAt.toISOString(),
      organizationId,
      propertyId,
      actor: { kind: actorKind, id: actorId, impersonatorId },
      target: event.targetId === null ? null : { kind: event.targetKind ?? '', id: event.targetId },
      change: event.change,
    };
  }
}

export class EventsQuery extends PageQuery {
  @EnumField(eventFilters, {
    optional: true,
    description: 'Only events of this type, or of this thing (grant.*).',
  })
  type?: string;

  @EnumField(['start', 'end'], {
    optional: true,
    description:
      'Without a cursor: from the oldest event that is kept on, or from now on. start unless told.',
  })
  from?: 'start' | 'end';
}

export class HeldPermissionResponse {
  @ApiProperty({ example: 'property:members:manage' })
  permission!: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Null: on the organization, and so on each of its properties',
  })
  propertyId!: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'The first moment at which it no longer holds, as far as is known; null: without an end',
  })
  until!: string | null;
}

/** What one person may do in an organization, as events have told of it. */
export class EffectiveAccessResponse {
  @ApiProperty({ format: 'uuid' })
  userId!: string;

  @ApiProperty({ type: [HeldPermissionResponse] })
  permissions!: HeldPermissionResponse[];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it changes by itself next; null: not as far as is known',
  })
  changesAt!: string | null;

  @ApiProperty({ description: 'Of the access.changed that told of it last; 0: none did' })
  position!: number;
}
