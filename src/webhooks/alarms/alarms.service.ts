import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { type AlarmCause, AlarmsStore, type ClearedAlarm } from './alarms.store.js';
import type { AlarmKind, SyncAlarm } from './sync-alarm.entity.js';

const ACTOR = { kind: 'system', name: 'webhooks' } as const;

/** Raises and clears alarms for every module, each with its audit row; all in the open transaction. */
@Injectable()
export class AlarmsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: AlarmsStore,
    private readonly audit: AuditLog,
    private readonly logger: PinoLogger,
    private readonly clock: Clock,
  ) {}

  /** Opens an alarm, or counts that an open one still holds; only a new one is logged and audited. */
  async raise({ kind, subject, detail }: AlarmCause): Promise<void> {
    const id = newId();
    if (!(await this.store.open({ kind, subject, detail }, id, this.clock.now()))) return;
    await this.audit.record({
      actor: ACTOR,
      action: 'sync.alarm_raised',
      target: { kind: 'alarm', id },
      change: { kind, subject, ...detail },
    });
    this.unitOfWork.afterCommit(() => {
      this.logger.error(
        { alarm: kind, subject, ...detail },
        'the synchronisation needs somebody to look at it',
      );
    });
  }

  /** Closes an open alarm, if there is one. */
  async clear(kind: AlarmKind, subject = ''): Promise<void> {
    await this.recordCleared(kind, await this.store.clear(kind, subject, this.clock.now()));
  }

  /** Closes every open alarm of a kind but those about these subjects. */
  async clearAllBut(kind: AlarmKind, subjects: readonly string[]): Promise<void> {
    await this.recordCleared(kind, await this.store.clearAllBut(kind, subjects, this.clock.now()));
  }

  /**
   * Closes an alarm that somebody has looked into; what still holds raises a new one.
   * @returns the alarm as it is now; null when there is none of that id
   */
  async close(id: string, actor: Actor): Promise<SyncAlarm | null> {
    const alarm = await this.store.lock(id);
    if (alarm === null || alarm.clearedAt !== null) return alarm;
    const clearedAt = this.clock.now();
    await this.store.update(id, { clearedAt });
    await this.audit.record({
      actor,
      action: 'sync.alarm_cleared',
      target: { kind: 'alarm', id },
      change: { kind: alarm.kind },
    });
    return { ...alarm, clearedAt };
  }

  /** The newest first. @param before the last id of the page before */
  list(wanted: { open: boolean; before: string | null; limit: number }): Promise<SyncAlarm[]> {
    return this.store.list(wanted);
  }

  private async recordCleared(kind: AlarmKind, cleared: readonly ClearedAlarm[]): Promise<void> {
    for (const { id, subject } of cleared) {
      await this.audit.record({
        actor: ACTOR,
        action: 'sync.alarm_cleared',
        target: { kind: 'alarm', id },
        change: { kind, subject },
      });
    }
  }
}
