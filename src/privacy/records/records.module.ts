import { Module } from '@nestjs/common';
import { ClosedRecordsStore } from './closed-records.store.js';
import { ConsentEventsStore } from './consent-events.store.js';
import { ExportsStore } from './exports.store.js';
import { FindingsStore } from './findings.store.js';
import { OrganizationErasuresStore } from './organization-erasures.store.js';
import { OrganizationHoldsStore } from './organization-holds.store.js';
import { PersonErasuresStore } from './person-erasures.store.js';
import { PersonHoldsStore } from './person-holds.store.js';
import { RequestsStore } from './requests.store.js';

const STORES = [
  ClosedRecordsStore,
  ConsentEventsStore,
  ExportsStore,
  FindingsStore,
  OrganizationErasuresStore,
  OrganizationHoldsStore,
  PersonErasuresStore,
  PersonHoldsStore,
  RequestsStore,
];

/** The stores of what is kept about requests. */
@Module({ providers: STORES, exports: STORES })
export class RecordsModule {}
