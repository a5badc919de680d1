import type { FastifyReply, FastifyRequest } from 'fastify';
import type { NamedReport } from '../report/named-reports.service.js';
import { csvOf } from '../views/csv.js';
import { PAGE_CONTENT_SECURITY_POLICY, usagePageOf } from '../views/page.js';
import type { Format } from './usage.query.js';

const ACCEPTED: readonly (readonly [string, Format])[] = [
  ['application/json', 'json'],
  ['text/csv', 'csv'],
  ['text/html', 'html'],
];

/** What the caller wants: as the query says, else the first known type of the Accept header, else JSON. */
export function formatOf(request: FastifyRequest, asked: Format | undefined): Format {
  if (asked !== undefined) return asked;
  const types = (request.headers.accept ?? '').split(',').map((type) => (type.split(';')[0] ?? '').trim());
  for (const type of types) {
    const known = ACCEPTED.find(([name]) => name === type);
    if (known !== undefined) return known[1];
  }
  return 'json';
}

/** Sends a report; JSON goes out as the bytes that were stored. A closed month never changes, which its ETag says. */
export async function answerWith(reply: FastifyReply, given: NamedReport, format: Format): Promise<string> {
  const { report } = given;
  const vary = [reply.getHeader('vary') ?? [], 'Accept'].flat();
  void reply.header('vary', vary.join(', '));
  if (report.complete && format === 'json') void reply.header('etag', `"${given.sha256}"`);
  switch (format) {
    case 'json':
      void reply.type('application/json; charset=utf-8');
      return given.body;
    case 'csv':
      void reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="usage-${report.month}.csv"`);
      return csvOf(report);
    case 'html':
      void reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', PAGE_CONTENT_SECURITY_POLICY);
      return usagePageOf(report, given.placeName, await drawn(given));
  }
}

/** Sends the picture of a report. */
export function answerWithChart(reply: FastifyReply, given: NamedReport): Promise<string> {
  void reply.type('image/svg+xml; charset=utf-8');
  return drawn(given);
}

/** The chart, by a library that is loaded for the first picture: it costs every start and command more than all of usage. */
async function drawn({ report, placeName }: NamedReport): Promise<string> {
  const { chartOf } = await import('../views/chart.js');
  return chartOf(report, placeName);
}
