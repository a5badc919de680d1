import { FieldReader } from '../field-reader.js';
import type { FrontendCaller, FrontendTransport } from './frontend-transport.js';

/** What a client begins with: nothing, or, at a development instance, the token of a dev browser. */
export async function newClientToken(
  transport: FrontendTransport,
  caller: FrontendCaller,
): Promise<string | null> {
  if (transport.tokenKind === 'cookie') return null;
  const { value } = await transport.send(
    { method: 'POST', path: '/dev_browser', operation: 'POST /dev_browser', clientToken: null },
    caller,
  );
  return new FieldReader(value, 'dev_browser').text('id');
}
