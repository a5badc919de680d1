import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { MembersStore } from './closing/members.store.js';
import { UsageMonths } from './closing/months.service.js';
import { RecordsStore } from './closing/records.store.js';
import { RollUps } from './closing/roll-ups.service.js';
import { TenantReports } from './closing/tenant-reports.service.js';
import { UsageExplanations } from './explain/explanations.service.js';
import { PlatformUsageController } from './http/platform-usage.controller.js';
import { OrganizationUsageController, PropertyUsageController } from './http/tenant-usage.controllers.js';
import { ActivityLedger } from './ledger/activity-ledger.service.js';
import { ActivityStore } from './ledger/activity.store.js';
import { ActivityDeadLetters } from './ledger/activity-dead-letters.service.js';
import { DeadLettersStore } from './ledger/dead-letters.store.js';
import { LedgerStore } from './ledger/ledger.store.js';
import { PlaceZones } from './ledger/place-zones.js';
import { SightingsWriter } from './ledger/sightings-writer.service.js';
import { FiguresStore } from './report/figures.store.js';
import { PlaceFiguresStore } from './report/place-figures.store.js';
import { UsagePlaces } from './report/places.store.js';
import { UsageReports } from './report/usage-reports.service.js';

@Module({
  imports: [AuditModule],
  controllers: [PlatformUsageController, OrganizationUsageController, PropertyUsageController],
  providers: [
    ActivityDeadLetters,
    ActivityLedger,
    ActivityStore,
    DeadLettersStore,
    FiguresStore,
    LedgerStore,
    MembersStore,
    PlaceFiguresStore,
    PlaceZones,
    RecordsStore,
    RollUps,
    SightingsWriter,
    TenantReports,
    UsageExplanations,
    UsageMonths,
    UsagePlaces,
    UsageReports,
  ],
  exports: [ActivityDeadLetters, ActivityLedger, RollUps, UsageMonths, UsagePlaces, UsageReports],
})
export class UsageModule {}
