import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { FilesModule } from '#files';
import { PrivacyRequestFactoryModule } from '../privacy-request-factory.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { RecordsModule } from '../records/records.module.js';
import { ExportContentsService } from './export-contents.service.js';
import { ExportDownloadsService } from './export-downloads.service.js';
import { ExportFiles } from './export-files.js';
import { ExportPackerService } from './export-packer.service.js';
import { ExportRunsService } from './export-runs.service.js';
import { ExportsController } from './exports.controller.js';
import { ExportsService } from './exports.service.js';
import { OrganizationExportsController } from './organization-exports.controller.js';
import { RowReaderService } from './row-reader.service.js';

/** Exports of what is kept of a person or an organization. */
@Module({
  imports: [AuditModule, FilesModule, PrivacyRequestFactoryModule, IdentityModule, RecordsModule],
  controllers: [ExportsController, OrganizationExportsController],
  providers: [
    ExportContentsService,
    ExportDownloadsService,
    ExportFiles,
    ExportPackerService,
    ExportRunsService,
    ExportsService,
    RowReaderService,
  ],
  exports: [ExportFiles, ExportPackerService, ExportsService],
})
export class ExportModule {}
