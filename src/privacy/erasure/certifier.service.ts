import { Injectable } from '@nestjs/common';
import { AuditHead, AuditLog, DocumentSigner } from '#audit';
import type { SignedDocument } from '#libs/audit-chain';
import { Environment } from '#settings';
import { Clock } from '#libs/time';
import type { LookedAtHold } from '../records/holds.store.js';
import { OrganizationHoldsStore } from '../records/organization-holds.store.js';
import type { KeptIdentifiers } from '../identity/subject-identifiers.service.js';
import { type Certificate, CERTIFICATE_TYPE } from '../records/certificate.js';
import type { ErasureRecord } from '../records/erasure-record.js';
import type { OrganizationCertificate } from '../records/organization-certificate.js';
import type { OrganizationErasure } from '../records/organization-erasure.entity.js';
import { PersonHoldsStore } from '../records/person-holds.store.js';
import { RequestsStore } from '../records/requests.store.js';
import type { PrivacyErasure } from '../records/privacy-erasure.entity.js';
import { CLERK, LOG_RECEIVER } from '../registry/recipients.js';
import { ErasersService } from './erasers.service.js';
import { FindingsService } from './findings.service.js';
import { OrganizationErasersService } from './organization-erasers.service.js';
import { moduleOf } from './step-names.js';
import { PRIVACY_ACTOR } from '../privacy.actor.js';

const DAY_MS = 86_400_000;

/** Tells recipients, and puts down what was done under the signature of the service; all in the open transaction. */
@Injectable()
export class CertifierService {
  constructor(
    private readonly holds: PersonHoldsStore,
    private readonly requests: RequestsStore,
    private readonly erasers: ErasersService,
    private readonly organizationErasers: OrganizationErasersService,
    private readonly organizationHolds: OrganizationHoldsStore,
    private readonly findings: FindingsService,
    private readonly signer: DocumentSigner,
    private readonly head: AuditHead,
    private readonly audit: AuditLog,
    private readonly environment: Environment,
    private readonly clock: Clock,
  ) {}

  /** Art. 19 GDPR. Clerk was told by the deletion; whoever takes in the audit log learns it from this row. @returns how many */
  async tellRecipients({ id, userId }: PrivacyErasure): Promise<number> {
    const recipients = this.recipients().map(({ name }) => name);
    await this.audit.record({
      actor: PRIVACY_ACTOR,
      action: 'privacy.recipients_told',
      target: { kind: 'user', id: userId },
      change: { erasureId: id, recipients },
    });
    return recipients.length;
  }

  /** The deadline is kept with this: nothing personal is left but what the key opens. */
  async certify(erasure: PrivacyErasure, person: KeptIdentifiers): Promise<SignedDocument<Certificate>> {
    const { id, userId, requestedBy, steps } = erasure;
    await this.audit.record({
      actor: PRIVACY_ACTOR,
      action: 'subject.erased',
      target: { kind: 'user', id: userId },
      change: { erasureId: id },
    });
    const now = this.clock.now();
    const request = await this.requests.find(id);
    const probe = steps.find((step) => step.probe !== undefined)?.probe;
    if (probe === undefined) throw new Error('an erasure is certified after its probe only');
    const dueAt = request?.dueAt ?? erasure.dueAt;
    const { times, ...common } = await this.common(erasure, now, await this.holds.listAll(userId));
    const document: Certificate = {
      ...common,
      request: {
        ...times,
        askedBy: requestedBy === userId ? 'the person' : 'staff, approved by a second person',
      },
      deadline: {
        law: request?.law ?? 'gdpr',
        dueAt: dueAt.toISOString(),
        extended: request !== null && request.extendedAt !== null,
        inTime: now <= dueAt,
      },
      kept: await this.erasers.countKept(person),
      processors: this.processors(steps),
      probe,
      findings: await this.findings.linesOf(id),
      key: 'destroyed last',
    };
    await this.requests.update(id, { closedAt: now });
    return this.signer.sign(CERTIFICATE_TYPE, document);
  }

  async certifyOrganization(erasure: OrganizationErasure): Promise<SignedDocument<OrganizationCertificate>> {
    const { id, organizationId, steps } = erasure;
    await this.audit.record({
      actor: PRIVACY_ACTOR,
      action: 'organization.erased',
      scope: { organizationId },
      target: { kind: 'organization', id: organizationId },
      change: { erasureId: id },
    });
    const lookedAt = await this.organizationHolds.lookAt(organizationId);
    const { times, ...common } = await this.common(erasure, this.clock.now(), lookedAt);
    const probe = steps.find(({ name }) => name === 'probe')?.tables ?? [];
    const planned = await this.organizationErasers.plan(erasure);
    const document: OrganizationCertificate = {
      subject: 'organization',
      organizationId,
      ...common,
      request: { ...times, approved: true },
      kept: planned.flatMap(({ table, article, count }) =>
        article === null ? [] : [{ table, article, count }],
      ),
      processors: [
        { name: 'Clerk', answer: steps.find(({ name }) => name === 'clerk')?.answer ?? 'not asked' },
      ],
      probe: { columns: probe[0]?.count ?? 0, files: probe[1]?.count ?? 0, hits: 0 },
    };
    return this.signer.sign(CERTIFICATE_TYPE, document);
  }

  /** What every certificate says. */
  private async common(erasure: ErasureRecord, now: Date, holds: readonly LookedAtHold[]) {
    const { id, cause, requestedAt, eraseAfter, begunAt, steps } = erasure;
    const keptDays = this.environment.backupRetentionDays;
    return {
      erasureId: id,
      times: {
        cause,
        requestedAt: requestedAt.toISOString(),
        graceUntil: eraseAfter.toISOString(),
        begunAt: begunAt?.toISOString() ?? null,
        completedAt: now.toISOString(),
      },
      modules: steps.flatMap(({ name, tables }) => {
        const module = moduleOf(name);
        return module === null ? [] : [{ module, tables: [...(tables ?? [])] }];
      }),
      holds: holds.map(({ article, placedAt, releasedAt }) => ({
        article,
        placedAt: placedAt.toISOString(),
        releasedAt: releasedAt?.toISOString() ?? null,
      })),
      backups: { keptDays, expireBy: new Date(now.getTime() + keptDays * DAY_MS).toISOString() },
      auditHead: await this.head.current(),
    };
  }

  private processors(steps: PrivacyErasure['steps']): Certificate['processors'][number][] {
    const answers = steps.flatMap(({ name, answer }) => (answer === undefined ? [] : [`${name}: ${answer}`]));
    return this.recipients().map(({ name }) => ({
      name,
      answer: name === CLERK.name ? answers.join('; ') : 'told by the audit rows of this erasure',
    }));
  }

  private recipients() {
    return this.environment.auditPush === undefined ? [CLERK] : [CLERK, LOG_RECEIVER];
  }
}
