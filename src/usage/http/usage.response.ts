import { ApiProperty } from '@nestjs/swagger';
import { ALERT_KINDS, type UsageAlert } from '../rules/alerts.rule.js';
import type { PlanCost } from '../rules/cost.rule.js';
import { definitions } from '../rules/definitions.js';
import type { Forecast } from '../rules/forecast.rule.js';
import type { UsageDay } from '../rules/series.rule.js';
import type { UsageCost, UsageForecast, UsageReport } from '../report/usage-report.js';

const whole = { type: 'integer', minimum: 0 } as const;
const money = { type: Number, nullable: true } as const;
const date = { type: String, format: 'date', nullable: true } as const;

class UsageDayResponse implements UsageDay {
  @ApiProperty({ format: 'date' })
  date!: string;

  @ApiProperty(whole)
  dau!: number;

  @ApiProperty(whole)
  new!: number;

  @ApiProperty(whole)
  returning!: number;

  @ApiProperty({ ...whole, description: 'MAU as it stood at the end of the day' })
  mauToDate!: number;

  @ApiProperty({ ...whole, description: 'MRU as it stood at the end of the day' })
  mruToDate!: number;
}

class UsageBandResponse implements Forecast {
  @ApiProperty(whole)
  expected!: number;

  @ApiProperty(whole)
  low!: number;

  @ApiProperty(whole)
  high!: number;
}

class UsageForecastResponse implements UsageForecast {
  @ApiProperty()
  mau!: UsageBandResponse;

  @ApiProperty()
  mru!: UsageBandResponse;

  @ApiProperty({ type: Number, nullable: true, description: 'Null for tenants, who get no bill' })
  planLimitMru!: number | null;

  @ApiProperty(date)
  crossesPlanLimitOn!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '2027-03' })
  outgrowsPlanIn!: string | null;
}

class UsagePlanCostResponse implements PlanCost {
  @ApiProperty({ example: 'Pro' })
  plan!: string;

  @ApiProperty()
  base!: number;

  @ApiProperty({ description: 'For retained users above those included' })
  retainedUsers!: number;

  @ApiProperty({ ...money, description: 'Null when the plan does not take so many' })
  total!: number | null;

  @ApiProperty({ ...money, description: 'With the B2B add-on' })
  totalWithOrganizations!: number | null;
}

class UsagePricesResponse {
  @ApiProperty({ format: 'date' })
  asOf!: string;

  @ApiProperty()
  source!: string;

  @ApiProperty()
  isSecondHand!: boolean;

  @ApiProperty()
  note!: string;
}

class UsageCostResponse implements UsageCost {
  @ApiProperty({ enum: ['USD'] })
  currency!: 'USD';

  @ApiProperty()
  prices!: UsagePricesResponse;

  @ApiProperty(whole)
  planLimitMru!: number;

  @ApiProperty({ type: [UsagePlanCostResponse] })
  soFar!: UsagePlanCostResponse[];

  @ApiProperty({ type: [UsagePlanCostResponse], nullable: true })
  expected!: UsagePlanCostResponse[] | null;
}

class UsageAlertResponse implements UsageAlert {
  @ApiProperty({ enum: ALERT_KINDS })
  kind!: UsageAlert['kind'];

  @ApiProperty(whole)
  limit!: number;

  @ApiProperty(whole)
  mru!: number;

  @ApiProperty(date)
  on!: string | null;
}

class UsagePlaceResponse {
  @ApiProperty({ enum: ['platform', 'organization', 'property'] })
  kind!: UsageReport['place']['kind'];

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  organizationId!: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  propertyId!: string | null;
}

class UsageLedgerResponse {
  @ApiProperty({ format: 'date' })
  beganOn!: string;

  @ApiProperty()
  coversWholeMonth!: boolean;
}

class UsageMembersResponse {
  @ApiProperty({ format: 'date-time' })
  takenAt!: string;

  @ApiProperty({ enum: ['now', 'end_of_day', 'closing'] })
  moment!: 'now' | 'end_of_day' | 'closing';
}

/** The usage of one month. Documents what is sent as canonical JSON. */
export class UsageReportResponse implements UsageReport {
  @ApiProperty({ example: '2026-11' })
  month!: string;

  @ApiProperty({ description: 'The month is closed: the same bytes for ever' })
  complete!: boolean;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  closedAt!: string | null;

  @ApiProperty()
  place!: UsagePlaceResponse;

  @ApiProperty({ example: 'UTC' })
  timezone!: string;

  @ApiProperty(whole)
  mau!: number;

  @ApiProperty(whole)
  mru!: number;

  @ApiProperty({ type: Number, nullable: true, description: 'Null for a property' })
  mao!: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Null for a property' })
  mro!: number | null;

  @ApiProperty(whole)
  new!: number;

  @ApiProperty(whole)
  returning!: number;

  @ApiProperty({ type: [UsageDayResponse], description: 'Days that the ledger has seen' })
  days!: UsageDayResponse[];

  @ApiProperty()
  ledger!: UsageLedgerResponse;

  @ApiProperty({ type: UsageMembersResponse, nullable: true })
  members!: UsageMembersResponse | null;

  @ApiProperty({ type: UsageForecastResponse, nullable: true })
  forecast!: UsageForecastResponse | null;

  @ApiProperty({ type: UsageCostResponse, nullable: true })
  cost!: UsageCostResponse | null;

  @ApiProperty({ type: [UsageAlertResponse] })
  alerts!: UsageAlertResponse[];

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'What the numbers mean',
  })
  definitions!: typeof definitions;
}

/** What was recorded of one day. */
export class UsageDayRecordResponse {
  @ApiProperty({ format: 'date' })
  date!: string;

  @ApiProperty(whole)
  dau!: number;

  @ApiProperty(whole)
  new!: number;

  @ApiProperty(whole)
  returning!: number;
}
