import { Module, type OnModuleInit } from '@nestjs/common';
import { AuditModule } from '#audit';
import { UnitOfWork } from '#libs/database';
import { UsersModule } from '#users';
import { DeskService } from './desk/desk.service.js';
import { ErasureRun } from './erasure/erasure-run.service.js';
import { OwnershipRule } from './erasure/ownership.service.js';
import { ParticularsService } from './erasure/particulars.service.js';
import { LeftoversProbe } from './erasure/probe.service.js';
import { Returners } from './erasure/returners.service.js';
import { ExportFiles } from './export/export-files.js';
import { ExportPacker } from './export/export-packer.service.js';
import { ExportRows } from './export/export-rows.service.js';
import { DeskController } from './http/desk.controller.js';
import { ErasuresController, ExportsController } from './http/subject-rights.controller.js';
import { PrivacyJobsWorker } from './privacy-jobs.worker.js';
import { PrivacyRounds } from './privacy-rounds.service.js';
import { PrivacyService } from './privacy.service.js';
import {
  EXISTING_COLUMNS,
  type ExistingColumn,
  undeclaredColumns,
  UndeclaredColumnError,
} from './registry/registry.js';

@Module({
  imports: [AuditModule, UsersModule],
  controllers: [ExportsController, ErasuresController, DeskController],
  providers: [
    DeskService,
    ErasureRun,
    ExportFiles,
    ExportPacker,
    ExportRows,
    LeftoversProbe,
    OwnershipRule,
    ParticularsService,
    PrivacyJobsWorker,
    PrivacyRounds,
    PrivacyService,
    Returners,
  ],
  exports: [ErasureRun, PrivacyRounds, Returners],
})
export class PrivacyModule implements OnModuleInit {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws UndeclaredColumnError which ends the start */
  async onModuleInit(): Promise<void> {
    const undeclared = undeclaredColumns(
      await this.unitOfWork.unscoped<ExistingColumn>(EXISTING_COLUMNS, []),
    );
    if (undeclared.length > 0) throw new UndeclaredColumnError(undeclared);
  }
}
