import { request } from 'node:http';
import { text } from 'node:stream/consumers';

const TIMEOUT_MS = 30_000;

/**
 * One request over a kept connection, with a token.
 *
 * @param {import('node:http').Agent} agent
 * @param {object} [body] sent as JSON
 * @returns {Promise<{ status: number, body: string, requestId: string | undefined }>} rejects without a whole answer
 */
export function sendRequest(agent, method, url, token, body) {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${token}`,
      ...(payload !== undefined && {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(payload),
      }),
    };
    const sent = request(url, { method, agent, headers, timeout: TIMEOUT_MS }, (response) => {
      const requestId = /** @type {string | undefined} */ (response.headers['x-request-id']);
      text(response).then(
        (answer) => resolve({ status: response.statusCode ?? 0, body: answer, requestId }),
        reject,
      );
    });
    sent.on('timeout', () => sent.destroy(new Error('timed out')));
    sent.on('error', reject);
    sent.end(payload);
  });
}
