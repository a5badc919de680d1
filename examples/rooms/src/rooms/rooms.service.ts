import { Injectable } from '@nestjs/common';
import { type AuditAction, type AuditEntry, AuditLog } from '#audit';
import { actorOf, type Caller, found, type Principal } from '#auth';
import { newId, type PropertyScope, UnitOfWork } from '#libs/database';
import { assertVersion } from '#libs/http';
import { Clock } from '#libs/time';
import { ActivePropertiesService } from '#tenants';
import type { Room, RoomState } from './room.entity.js';
import { roomsErrors } from './rooms.errors.js';
import { type RoomChange, RoomsStore } from './rooms.store.js';

/** What people say of a new room. */
export interface RoomDetails {
  readonly name: string;
  readonly floor?: number;
}

/** What people change of a room. */
export type RoomEdit = Partial<RoomDetails> & { readonly state?: RoomState };

type RoomAction = Extract<AuditAction, `room.${string}`>;

const NO_TICKET = { cleaningRequestedBy: null, cleaningRequestedAt: null, cleaningDueAt: null } as const;

/** As the detail of the error says, and `growth` of the manifest. */
const MAX_ROOMS = 1_000;

/** Rooms of a property. */
@Injectable()
export class RoomsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rooms: RoomsStore,
    private readonly activeProperties: ActivePropertiesService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Newest first.
   *
   * @param state null: in whatever state
   * @param before only those that are older than the one with this id; null: from the newest on
   */
  async list(
    scope: PropertyScope,
    state: RoomState | null,
    before: string | null,
    limit: number,
  ): Promise<Room[]> {
    return this.unitOfWork.run(scope, () => this.rooms.list(scope, state, before, limit));
  }

  /** @throws AppError 404 */
  async get(scope: PropertyScope, id: string): Promise<Room> {
    return this.unitOfWork.run(scope, async () => found(await this.rooms.find(scope, id)));
  }

  /** @throws AppError 409 `property_archived`, `room_name_taken`, `too_many_rooms` */
  async create(scope: PropertyScope, caller: Caller, details: RoomDetails): Promise<Room> {
    return this.unitOfWork.run(scope, async () => {
      await this.activeProperties.lock(scope);
      if ((await this.rooms.countLocked(scope)) >= MAX_ROOMS) {
        throw roomsErrors.tooMany();
      }
      const now = this.clock.now();
      const room: Room = {
        name: details.name,
        floor: details.floor ?? null,
        state: 'clean',
        ...NO_TICKET,
        cleanedBy: null,
        cleanedAt: null,
        organizationId: scope.organizationId,
        propertyId: scope.propertyId,
        id: newId(),
        version: 1,
        createdBy: caller.userId,
        createdAt: now,
        updatedAt: now,
      };
      await this.rooms.insert(room);
      await this.unitOfWork.made(room.id, locationOfRoom(room));
      await this.record('room.created', scope, caller, room.id);
      return room;
    });
  }

  /**
   * @param expected the ETag the caller saw last
   * @throws AppError 404, 409 `property_archived`, `room_name_taken`, 412 `stale_version`
   */
  async update(
    scope: PropertyScope,
    caller: Principal,
    id: string,
    change: RoomEdit,
    expected: string | undefined,
  ): Promise<Room> {
    return this.unitOfWork.run(scope, async () => {
      const before = await this.lockPresent(scope, id, expected);
      const changed = (['name', 'floor', 'state'] as const).filter(
        (field) => change[field] !== undefined && change[field] !== before[field],
      );
      if (changed.length === 0) return before;
      const isTicketMoot = change.state !== undefined && change.state !== 'dirty';
      const edits: RoomChange = Object.fromEntries(changed.map((field) => [field, change[field]]));
      const after = await this.change(scope, before, { ...edits, ...(isTicketMoot && NO_TICKET) });
      // The log says that the name changed and not how: what people write is told by the row alone.
      await this.record('room.updated', scope, caller, id, {
        changed,
        ...(changed.includes('state') && { state: { from: before.state, to: after.state } }),
      });
      return after;
    });
  }

  /**
   * Opens the cleaning ticket of the room, which is dirty from then on, or changes when the open one is due.
   *
   * @param expected the ETag the caller saw last
   * @throws AppError 404, 409 `property_archived`, `room_out_of_order`, 412 `stale_version`
   */
  async requestCleaning(
    scope: PropertyScope,
    caller: Principal,
    id: string,
    dueAt: Date,
    expected: string | undefined,
  ): Promise<Room> {
    return this.unitOfWork.run(scope, async () => {
      const before = await this.lockPresent(scope, id, expected);
      if (before.state === 'out_of_order') throw roomsErrors.outOfOrder();
      if (before.cleaningDueAt?.getTime() === dueAt.getTime()) return before;
      const isOpen = before.cleaningRequestedAt !== null;
      const after = await this.change(scope, before, {
        state: 'dirty',
        cleaningDueAt: dueAt,
        ...(!isOpen && {
          cleaningRequestedBy: caller.kind === 'user' ? caller.userId : null,
          cleaningRequestedAt: this.clock.now(),
        }),
      });
      await this.record('room.cleaning_requested', scope, caller, id, { dueAt: dueAt.toISOString() });
      return after;
    });
  }

  /**
   * Closes the open ticket: the room is clean, and the caller cleaned it.
   *
   * @param expected the ETag the caller saw last
   * @throws AppError 404, 409 `property_archived`, `no_open_cleaning_ticket`, 412 `stale_version`
   */
  async completeCleaning(
    scope: PropertyScope,
    caller: Caller,
    id: string,
    expected: string | undefined,
  ): Promise<Room> {
    return this.unitOfWork.run(scope, async () => {
      const before = await this.lockPresent(scope, id, expected);
      if (before.cleaningRequestedAt === null) throw roomsErrors.noTicket();
      const after = await this.change(scope, before, {
        ...NO_TICKET,
        state: 'clean',
        cleanedBy: caller.userId,
        cleanedAt: this.clock.now(),
      });
      await this.record('room.cleaned', scope, caller, id);
      return after;
    });
  }

  /** @throws AppError 404 */
  async delete(scope: PropertyScope, caller: Caller, id: string): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      found(await this.rooms.lock(scope, id));
      await this.rooms.delete(scope, id);
      await this.record('room.deleted', scope, caller, id);
    });
  }

  /** Of a property that is in use, and in the version that the caller knows. */
  private async lockPresent(scope: PropertyScope, id: string, expected: string | undefined): Promise<Room> {
    await this.activeProperties.lock(scope);
    const room = found(await this.rooms.lock(scope, id));
    assertVersion(expected, room.version);
    return room;
  }

  private async change(scope: PropertyScope, before: Room, change: RoomChange): Promise<Room> {
    const dated = { ...change, updatedAt: this.clock.now() };
    await this.rooms.update(scope, before.id, dated);
    return { ...before, ...dated, version: before.version + 1 };
  }

  private async record(
    action: RoomAction,
    scope: PropertyScope,
    caller: Principal,
    id: string,
    change?: AuditEntry['change'],
  ): Promise<void> {
    await this.audit.record({
      actor: actorOf(caller),
      action,
      scope,
      target: { kind: 'room', id },
      ...(change !== undefined && { change }),
    });
  }
}

/** Where the API serves it: the `Location` of the answer. */
export function locationOfRoom({ organizationId, propertyId, id }: Room): string {
  return `/api/v1/organizations/${organizationId}/properties/${propertyId}/rooms/${id}`;
}
