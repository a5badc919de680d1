import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import { type PlatformScope, UnitOfWork } from '#libs/database';

/** Makes debug bundles, one at a time: who asks meanwhile gets that one. */
export class DebugBundleService {
  private underway: Promise<Buffer> | undefined;

  /** @param make collects and packs; a zip */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly make: () => Promise<Buffer>,
  ) {}

  /** Nobody gets one before it is written down who did. */
  async bundleFor(scope: PlatformScope, actor: Actor): Promise<Buffer> {
    await this.unitOfWork.run(scope, () =>
      this.audit.record({ actor, action: 'operations.debug_bundle_made' }),
    );
    this.underway ??= this.make().finally(() => {
      this.underway = undefined;
    });
    return this.underway;
  }
}
