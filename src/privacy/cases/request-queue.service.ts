import { Injectable, Logger } from '@nestjs/common';
import { AuditLog } from '#audit';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import type { PrivacyRequest } from '../records/privacy.entities.js';
import { alarmPercent } from '../deadline/deadline.rule.js';
import { type RequestFilter, RequestsStore } from '../records/requests.store.js';
import { PRIVACY } from '../privacy.scope.js';
import { PRIVACY_ACTOR } from '../privacy.actor.js';

const AT_ONCE = 200;

/** The one queue of all requests, and the alarms that keep it moving. */
@Injectable()
export class RequestQueueService {
  private readonly logger = new Logger(RequestQueueService.name);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: RequestsStore,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async list(
    filter: RequestFilter,
    after: { dueAt: string; id: string } | null,
    limit: number,
  ): Promise<PrivacyRequest[]> {
    return this.unitOfWork.run(PRIVACY, () => this.requests.list(filter, this.clock.now(), after, limit));
  }

  /** Raises the alarms of open requests (50, 80, 100 % of their time), each once: in the log and in the audit log. */
  async watchDeadlines(): Promise<{ alarms: number; overdue: number }> {
    let alarms = 0;
    let overdue = 0;
    let after: { dueAt: string; id: string } | null = null;
    for (;;) {
      const page = await this.list({ isOpen: true, alarm: 50 }, after, AT_ONCE);
      for (const request of page) {
        const percent = alarmPercent(request.receivedAt, request.dueAt, this.clock.now());
        if (percent === 100) overdue += 1;
        if (percent > request.alarmedPercent && (await this.raise(request.id))) alarms += 1;
      }
      const last = page.at(-1);
      if (page.length < AT_ONCE || last === undefined) return { alarms, overdue };
      after = { dueAt: last.dueAt.toISOString(), id: last.id };
    }
  }

  private async raise(id: string): Promise<boolean> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const request = await this.requests.lock(id);
      if (request?.closedAt !== null) return false;
      const percent = alarmPercent(request.receivedAt, request.dueAt, this.clock.now());
      if (percent <= request.alarmedPercent) return false;
      await this.requests.update(id, { alarmedPercent: percent });
      await this.audit.record({
        actor: PRIVACY_ACTOR,
        action: 'privacy.deadline_alarm',
        target: { kind: 'privacy_request', id },
        change: { kind: request.kind, percent, dueAt: request.dueAt },
      });
      const { kind, dueAt } = request;
      this.unitOfWork.afterCommit(() => {
        this.logger.warn({
          msg: 'a privacy request comes near its deadline',
          requestId: id,
          kind,
          percent,
          dueAt,
        });
      });
      return true;
    });
  }
}
