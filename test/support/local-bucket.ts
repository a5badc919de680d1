import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import { TcpProxy } from './tcp-proxy.js';

/** A bucket of a server of this machine that speaks S3 and checks signatures, behind a proxy that can break. */
export class LocalBucket {
  private constructor(
    private readonly server: S3rver,
    private readonly directory: string,
    readonly proxy: TcpProxy,
    /** Settings of a service that keeps files here. */
    readonly variables: Readonly<Record<string, string>>,
  ) {}

  static async start(): Promise<LocalBucket> {
    const directory = mkdtempSync(join(tmpdir(), 'tenantry-bucket-'));
    const server = new S3rver({
      address: '127.0.0.1',
      port: 0,
      silent: true,
      directory,
      configureBuckets: [{ name: 'files' }],
    });
    const { port } = await server.run();
    const proxy = await TcpProxy.start({ host: '127.0.0.1', port });
    return new LocalBucket(server, directory, proxy, {
      FILES_S3_BUCKET: 'files',
      FILES_S3_ENDPOINT: proxy.inPlaceOf('http://127.0.0.1'),
      FILES_S3_ACCESS_KEY_ID: 'S3RVER',
      FILES_S3_SECRET_ACCESS_KEY: 'S3RVER',
    });
  }

  /** The content of every object, by its name. */
  objects(): Map<string, Buffer> {
    const SUFFIX = '._S3rver_object';
    const root = join(this.directory, 'files');
    if (!existsSync(root)) return new Map();
    return new Map(
      readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith(SUFFIX))
        .map((name) => [name.slice(0, -SUFFIX.length), readFileSync(join(root, name))]),
    );
  }

  async stop(): Promise<void> {
    await this.proxy.stop();
    await this.server.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
