import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Histogram } from 'prom-client';

/** How long answers take. Labels are patterns of routes, never paths: those hold ids. */
const requestSeconds = new Histogram({
  name: 'tenantry_http_request_seconds',
  help: 'From the first byte of a request to the last one of its answer',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
});

/** Measures every request, whoever answers it. */
@Injectable()
export class RequestMetrics implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    // A command of the operator runs these parts without HTTP.
    const { httpAdapter } = this.host as Partial<HttpAdapterHost>;
    httpAdapter?.getInstance<FastifyInstance>().addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'none';
      const status = `${String(Math.floor(reply.statusCode / 100))}xx`;
      requestSeconds.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
      done();
    });
  }
}
