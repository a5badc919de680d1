import { ApiProperty } from '@nestjs/swagger';
import { DateTimeField, EnumField, IntegerField, PageQuery, TextField } from '#libs/http';
import { type Room, ROOM_STATES, type RoomState } from './room.entity.js';

export class CleaningTicketResponse {
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Who asked for it; null for a service account',
  })
  requestedBy!: string | null;

  @ApiProperty({ format: 'date-time' })
  requestedAt!: string;

  @ApiProperty({ format: 'date-time' })
  dueAt!: string;
}

export class RoomResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  organizationId!: string;

  @ApiProperty({ format: 'uuid' })
  propertyId!: string;

  @ApiProperty({ example: 'First room' })
  name!: string;

  @ApiProperty({ type: Number, nullable: true, example: 2 })
  floor!: number | null;

  @ApiProperty({ enum: ROOM_STATES })
  state!: RoomState;

  @ApiProperty({ type: CleaningTicketResponse, nullable: true, description: 'The open one' })
  cleaningTicket!: CleaningTicketResponse | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Who cleaned it last' })
  cleanedBy!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  cleanedAt!: string | null;

  @ApiProperty({ description: 'As in the ETag' })
  version!: number;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Who added it' })
  createdBy!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;

  static from(room: Room): RoomResponse {
    return {
      id: room.id,
      organizationId: room.organizationId,
      propertyId: room.propertyId,
      name: room.name,
      floor: room.floor,
      state: room.state,
      cleaningTicket: ticketOf(room),
      cleanedBy: room.cleanedBy,
      cleanedAt: room.cleanedAt?.toISOString() ?? null,
      version: room.version,
      createdBy: room.createdBy,
      createdAt: room.createdAt.toISOString(),
      updatedAt: room.updatedAt.toISOString(),
    };
  }
}

function ticketOf(room: Room): CleaningTicketResponse | null {
  if (room.cleaningRequestedAt === null || room.cleaningDueAt === null) return null;
  return {
    requestedBy: room.cleaningRequestedBy,
    requestedAt: room.cleaningRequestedAt.toISOString(),
    dueAt: room.cleaningDueAt.toISOString(),
  };
}

export class RoomsQuery extends PageQuery {
  @EnumField(ROOM_STATES, { optional: true, description: 'Only rooms in this state.' })
  state?: RoomState;
}

export class CreateRoomRequest {
  @TextField({ max: 200, example: 'First room' })
  name!: string;

  @IntegerField({ min: -20, max: 200, optional: true, example: 2 })
  floor?: number;
}

export class UpdateRoomRequest {
  @TextField({ max: 200, optional: true, example: 'Second room' })
  name?: string;

  @IntegerField({ min: -20, max: 200, optional: true, example: 3 })
  floor?: number;

  @EnumField(ROOM_STATES, {
    optional: true,
    description: 'Whatever is not dirty has no open cleaning ticket any more.',
  })
  state?: RoomState;
}

export class RequestCleaningRequest {
  @DateTimeField({ description: 'When the room has to be clean.' })
  dueAt!: Date;
}

export class CompleteCleaningRequest {
  @EnumField(['done'])
  status!: 'done';
}
