import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canariesOf } from '../../access/canaries.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';
import { OtlpReceiver, type ReceivedSpan } from '../../support/otlp-receiver.js';
import { RecordingProxy } from '../../support/recording-proxy.js';
import { until } from '../../support/test-app.js';
import { CapturedLog } from '../privacy/leftovers.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';

describe('traces', () => {
  const log = new CapturedLog();
  let collector: OtlpReceiver;
  let clerkProxy: RecordingProxy;
  let world: DemoWorld;
  let isClosed = false;

  beforeAll(async () => {
    log.start();
    collector = await new OtlpReceiver().start();
    clerkProxy = await new RecordingProxy().start();
    world = await startDemoWorld({
      variables: (clerk) => {
        clerkProxy.target = clerk.url;
        return {
          CLERK_API_URL: clerkProxy.url,
          OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
          OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20collector',
          OTEL_TRACES_SAMPLER: 'parentbased_always_on',
          OTEL_METRIC_EXPORT_INTERVAL: '1000',
          LOG_LEVEL: 'info',
        };
      },
    });
  });

  afterAll(async () => {
    if (!isClosed) await world.close();
    await clerkProxy.stop();
    await collector.stop();
    log.stop();
  });

  it('tell of a request, its guard and each statement by name, in the trace that the caller began', async () => {
    const { id, seaside } = world.harbour;
    await world
      .as('mark@harbour.test')
      .get(`/api/v1/organizations/${id}/properties/${seaside}`)
      .set('traceparent', `00-${TRACE}-${CALLER}-01`)
      .set('tracestate', 'vendor=c4n4ry-state')
      .set('baggage', 'person=c4n4ry-baggage')
      .expect(200);
    const spans = await exported((all) => all.some(({ traceId, kind }) => traceId === TRACE && kind === 2));
    const ours = spans.filter(({ traceId }) => traceId === TRACE);
    const request = ours.find(({ parentSpanId }) => parentSpanId === CALLER)!;
    expect(request).toMatchObject({
      name: 'GET /api/v1/organizations/:organizationId/properties/:propertyId',
      attributes: {
        'http.request.method': 'GET',
        'http.route': '/api/v1/organizations/:organizationId/properties/:propertyId',
        'http.response.status_code': 200,
      },
      isError: false,
    });
    const guard = childrenOf(request, ours).find(({ name }) => name === 'guard')!;
    expect(childrenOf(guard, ours).map(({ name }) => name)).toEqual(['access look-up']);
    expect(childrenOf(request, ours).map(({ name }) => name)).toEqual(['guard', 'property by id']);
  });

  it('tell of a refusal by its code, and of no error', async () => {
    await world.as('vera@harbour.test').delete(`/api/v1/organizations/${world.harbour.id}`).expect(403);
    const spans = await exported((all) =>
      all.some(({ attributes }) => attributes['problem.code'] !== undefined),
    );
    const refused = spans.find(({ attributes }) => attributes['problem.code'] !== undefined)!;
    expect(refused).toMatchObject({ isError: false, attributes: { 'http.response.status_code': 403 } });
  });

  it('reach Clerk with the call that a request makes', async () => {
    const trace = '1af7651916cd43dd8448eb211c80319d';
    await world
      .as('olivia@harbour.test')
      .patch(`/api/v1/organizations/${world.harbour.id}`, { name: 'Harbour Hotels C4n4ry' })
      .set('If-Match', '*')
      .set('traceparent', `00-${trace}-${CALLER}-01`);
    await until('Clerk was asked in this trace', () =>
      Promise.resolve(
        clerkProxy.requests.some(({ headers }) => String(headers['traceparent']).includes(trace)),
      ),
    );
  });

  it('tell of a job and of a webhook by what they are, each in a trace of its own', async () => {
    await world
      .as('olivia@harbour.test')
      .post(`/api/v1/organizations/${world.harbour.id}/invitations`, {
        email: 'c4n4ry@elsewhere.test',
        role: 'org:member',
      })
      .expect(201);
    await world.jobsDone();
    await world.settled();
    const webhookName = 'webhook organizationInvitation.created';
    const isInvitation = ({ name, kind }: ReceivedSpan): boolean =>
      kind === 3 && /^POST .*invitations/.test(name);
    const spans = await exported(
      (all) => all.some(isInvitation) && all.some(({ name }) => name === webhookName),
    );
    const call = spans.find(isInvitation)!;
    const job = spans.find(({ spanId }) => spanId === call.parentSpanId)!;
    expect(job.name).toBe('job clerk.invite');
    expect(call.attributes).toMatchObject({
      'http.request.method': 'POST',
      'http.response.status_code': 200,
    });
    const passedOn = clerkProxy.requests.map(({ headers }) => headers['traceparent']);
    expect(passedOn).toContain(`00-${call.traceId}-${call.spanId}-01`);
    const webhook = spans.find(({ name }) => name === webhookName)!;
    expect(webhook.parentSpanId ?? '').toBe('');
    expect(childrenOf(webhook, spans).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['tenantry: begin', 'select invitations', 'tenantry: commit']),
    );
    expect(spans.some(({ name }) => name === 'write down webhook')).toBe(true);
  });

  it('are named in each log line of their requests', () => {
    const lines = log.text.split('\n').filter((line) => line.includes(TRACE));
    expect(lines.map((line) => JSON.parse(line) as Record<string, unknown>)).toContainEqual(
      expect.objectContaining({
        trace_id: TRACE,
        span_id: expect.stringMatching(/^[0-9a-f]{16}$/),
        status: 200,
      }),
    );
  });

  it('hold no value by which one would know a customer or a person, and nor do the figures', async () => {
    await until('figures are exported', () =>
      Promise.resolve(collector.metrics.has('tenantry_health_status')),
    );
    const canaries = [
      ...(await canariesOf(world.database, world.harbour)),
      ...(await canariesOf(world.database, world.alpine)),
    ];
    expect(canaries.length).toBeGreaterThan(30);
    await world.close();
    isClosed = true;
    const told = collector.text.toLowerCase();
    expect(told).toContain('guard');
    // A slug may be a word of the code as well: `seaside` is none.
    expect(canaries.filter((canary) => told.includes(canary.toLowerCase()))).toEqual([]);
    const personal =
      /c4n4ry\S{0,20}|\S{0,20}@\S{0,20}|(?:user|org|sess|orginv|ins)_[a-z0-9]{20,}|whsec_|bearer|127\.0\.0\.1/g;
    expect(told.match(personal)).toBeNull();
    expect(collector.headers.every(({ authorization }) => authorization === 'Bearer collector')).toBe(true);
  });

  async function exported(
    isThere: (all: readonly ReceivedSpan[]) => boolean,
  ): Promise<readonly ReceivedSpan[]> {
    await until('the spans are exported', () => Promise.resolve(isThere(collector.spans)));
    return collector.spans;
  }
});

function childrenOf(parent: ReceivedSpan, all: readonly ReceivedSpan[]): ReceivedSpan[] {
  return all.filter(
    ({ traceId, parentSpanId }) => traceId === parent.traceId && parentSpanId === parent.spanId,
  );
}
