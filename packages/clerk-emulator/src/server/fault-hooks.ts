import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FaultRule, Faults } from '../control/faults.js';
import { ClerkError } from './clerk-error.js';
import { isObject } from './fields.js';

const CODES: Record<number, [code: string, message: string]> = {
  401: ['authentication_invalid', 'Invalid authentication'],
  403: ['authorization_invalid', 'Unauthorized request'],
  404: ['resource_not_found', 'not found'],
  409: ['conflict', 'Conflict'],
  429: ['too_many_requests', 'Too many requests'],
  500: ['internal_clerk_error', 'Oops, an unexpected error occurred'],
  503: ['service_unavailable', 'Service unavailable'],
};

/** Lets the faults in force strike every request outside the control panel. */
export function addFaultHooks(server: FastifyInstance, faults: Faults): void {
  const struck = new WeakMap<FastifyRequest, FaultRule>();
  server.addHook('onRequest', async (request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    if (path.startsWith('/emulator')) return;
    const rule = faults.strike(request.method, path);
    if (!rule) return;
    struck.set(request, rule);
    if (rule.latencyMs !== undefined) await wait(rule.latencyMs);
    if (rule.hang === true) {
      reply.hijack();
      return;
    }
    if (rule.status !== undefined) throw faultError(rule.status, rule);
  });
  server.addHook('onSend', async (request, reply, payload) => {
    const rule = struck.get(request);
    if (rule?.answerLatencyMs !== undefined) await wait(rule.answerLatencyMs);
    if (rule?.dropResponse === true) {
      reply.hijack();
      request.raw.socket.destroy();
      return payload;
    }
    return rule?.answer === undefined || reply.statusCode >= 300
      ? payload
      : spoil(reply, rule.answer, payload);
  });
}

function faultError(status: number, { code: stated, retryAfter }: FaultRule): ClerkError {
  const [usual, message] =
    CODES[status] ?? (status < 500 ? ['bad_request', 'Bad request'] : ['error', 'Error']);
  const code = stated ?? usual;
  const headers: Record<string, string> =
    retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  return new ClerkError(status, { code, message, long_message: message }, headers);
}

function spoil(reply: FastifyReply, how: NonNullable<FaultRule['answer']>, payload: unknown): unknown {
  const text = Buffer.isBuffer(payload) ? payload.toString('utf8') : '';
  if (how === 'html') {
    reply.header('content-type', 'text/html').removeHeader('content-length');
    return '<!doctype html><title>Please wait</title><p>Checking your browser</p>';
  }
  reply.removeHeader('content-length');
  if (how === 'truncated') return Buffer.from(text.slice(0, Math.floor(text.length / 2)));
  const body = JSON.parse(text === '' ? 'null' : text) as unknown;
  const change = (list: unknown[]): unknown[] =>
    how === 'emptyList'
      ? []
      : how === 'halfList'
        ? list.slice(0, Math.floor(list.length / 2))
        : [...list, ...list];
  if (Array.isArray(body)) return Buffer.from(JSON.stringify(change(body)));
  if (isObject(body) && Array.isArray(body['data'])) {
    return Buffer.from(JSON.stringify({ ...body, data: change(body['data']) }));
  }
  return payload;
}
