import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PinoLogger } from 'nestjs-pino';
import { Public } from '#auth';
import { RawBody } from '#libs/http';
import { inSpan } from '#libs/telemetry';
import { labelOfEvent } from './clerk-events.js';
import { EndpointCountersService } from './alarms/endpoint-counters.service.js';
import { DeliveriesService } from './deliveries.service.js';
import { webhookMetrics } from './webhook-metrics.js';
import { webhooksErrors } from './webhooks.errors.js';
import { DeliveryRefusedError, type Envelope, WebhookVerifier } from './webhook-verifier.js';

@ApiTags('sync')
@Controller('api/webhooks/clerk')
export class WebhooksController {
  constructor(
    private readonly verifier: WebhookVerifier,
    private readonly deliveries: DeliveriesService,
    private readonly counters: EndpointCountersService,
    private readonly logger: PinoLogger,
  ) {}

  @Post()
  @HttpCode(204)
  @Public()
  @RawBody()
  @ApiOperation({ operationId: 'receiveClerkWebhook', summary: "Clerk's webhooks, signed by Svix" })
  @ApiBody({ schema: { type: 'object', additionalProperties: true } })
  @ApiNoContentResponse()
  async receive(
    @Body() body: Buffer,
    @Headers('svix-id') svixId = '',
    @Headers('svix-timestamp') svixTimestamp = '',
    @Headers('svix-signature') svixSignature = '',
  ): Promise<void> {
    const envelope = this.verify(body, { svixId, svixTimestamp, svixSignature });
    const attributes = { 'messaging.destination.name': labelOfEvent(envelope.type) };
    try {
      await inSpan({ name: 'write down webhook', attributes }, () =>
        this.deliveries.receive(svixId, envelope, body),
      );
      this.counters.count('taken');
    } catch (error) {
      this.counters.count('failed');
      webhookMetrics.failed.inc();
      throw error;
    }
  }

  private verify(
    body: Buffer,
    headers: { svixId: string; svixTimestamp: string; svixSignature: string },
  ): Envelope {
    try {
      return this.verifier.verify(body, headers);
    } catch (error) {
      if (!(error instanceof DeliveryRefusedError)) throw error;
      this.counters.count('refused');
      webhookMetrics.refused.inc({ reason: error.message });
      this.logger.warn({ reason: error.message }, 'a webhook delivery was refused');
      throw webhooksErrors.refused();
    }
  }
}
