import { Injectable } from '@nestjs/common';
import { AuditHead, AuditLog, DocumentSigner } from '#audit';
import { Environment } from '#libs/config';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { CERTIFICATE_TYPE } from '../records/certificate.js';
import type { OrganizationCertificate } from '../records/organization-certificate.js';
import { OrganizationErasersService } from './organization-erasers.service.js';
import { OrganizationErasure } from '../records/organization-erasure.entity.js';
import { OrganizationHoldsService } from './organization-holds.service.js';

const DAY_MS = 86_400_000;
const ERASE = 'erase ';

/** Puts down what was done under the signature of the service; `certificate verify` checks it like a person's. */
@Injectable()
export class OrganizationCertifierService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly erasers: OrganizationErasersService,
    private readonly holds: OrganizationHoldsService,
    private readonly signer: DocumentSigner,
    private readonly head: AuditHead,
    private readonly audit: AuditLog,
    private readonly environment: Environment,
    private readonly clock: Clock,
  ) {}

  /** In the open transaction. */
  async certify(row: OrganizationErasure): Promise<void> {
    const { id, organizationId, clerkId, steps } = row;
    const now = this.clock.now();
    await this.audit.record({
      actor: { kind: 'system', name: 'privacy' },
      action: 'organization.erased',
      scope: { organizationId },
      target: { kind: 'organization', id: organizationId },
      change: { erasureId: id },
    });
    const probe = steps.find(({ name }) => name === 'probe')?.tables ?? [];
    const planned = await this.erasers.plan({ organizationId, clerkId });
    const keptDays = this.environment.backupRetentionDays;
    const document: OrganizationCertificate = {
      subject: 'organization',
      erasureId: id,
      organizationId,
      request: {
        cause: row.cause,
        requestedAt: row.requestedAt.toISOString(),
        graceUntil: row.eraseAfter.toISOString(),
        begunAt: row.begunAt?.toISOString() ?? null,
        completedAt: now.toISOString(),
        approved: true,
      },
      modules: steps.flatMap(({ name, tables }) =>
        name.startsWith(ERASE) ? [{ module: name.slice(ERASE.length), tables: [...(tables ?? [])] }] : [],
      ),
      kept: planned.flatMap(({ table, article, count }) =>
        article === null ? [] : [{ table, article, count }],
      ),
      holds: (await this.holds.lookAt(organizationId)).map(({ article, placedAt, releasedAt }) => ({
        article,
        placedAt: placedAt.toISOString(),
        releasedAt: releasedAt?.toISOString() ?? null,
      })),
      processors: [
        { name: 'Clerk', answer: steps.find(({ name }) => name === 'clerk')?.answer ?? 'not asked' },
      ],
      probe: { columns: probe[0]?.count ?? 0, files: probe[1]?.count ?? 0, hits: 0 },
      backups: { keptDays, expireBy: new Date(now.getTime() + keptDays * DAY_MS).toISOString() },
      auditHead: await this.head.current(),
    };
    await this.unitOfWork
      .manager()
      .getRepository(OrganizationErasure)
      .update({ id }, { certificate: this.signer.sign(CERTIFICATE_TYPE, document) });
  }
}
