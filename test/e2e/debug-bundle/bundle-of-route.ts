import type { DemoWorld } from '../../support/demo-world.js';
import { BundleFiles } from './bundle-files.js';

/** What the route answers to this person; no files where it refuses. */
export async function bundleOf(world: DemoWorld, email: string) {
  const { jwt } = world.clerk.control.tokens({ email });
  const answer = await fetch(`${world.url}/api/v1/operations/debug-bundle`, {
    method: 'POST',
    headers: { authorization: `Bearer ${jwt}` },
  });
  const body = Buffer.from(await answer.arrayBuffer());
  return {
    status: answer.status,
    headers: answer.headers,
    files: answer.ok ? await BundleFiles.of(body) : undefined,
  };
}
