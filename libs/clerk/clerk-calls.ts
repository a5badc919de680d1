import type { ClerkPriority } from './clerk-request.js';
import type { ClerkTransport } from './clerk-transport.js';
import { readCompleteList } from './complete-list.js';

/** The shapes that requests to Clerk have; what they mean is `ClerkApi`'s. */
export class ClerkCalls {
  constructor(
    private readonly transport: ClerkTransport,
    private readonly priority: ClerkPriority = 'interactive',
  ) {}

  get(path: string, operation: string, query?: Record<string, string | number>): Promise<unknown> {
    return this.transport.send({
      priority: this.priority,
      method: 'GET',
      path,
      operation,
      ...(query !== undefined && { query }),
    });
  }

  /** @param repeatable whether doing it twice is as good as once */
  post(path: string, operation: string, body: object | undefined, repeatable = false): Promise<unknown> {
    return this.transport.send({
      priority: this.priority,
      method: 'POST',
      path,
      operation,
      ...(body === undefined ? {} : { body }),
      repeatable,
    });
  }

  /** Sets fields, which may be repeated. */
  patch(path: string, operation: string, body: object): Promise<unknown> {
    return this.transport.send({
      priority: this.priority,
      method: 'PATCH',
      path,
      operation,
      body,
      repeatable: true,
    });
  }

  async delete(path: string, operation: string): Promise<void> {
    await this.transport.send({ priority: this.priority, method: 'DELETE', path, operation });
  }

  /** A list to its end; see `readCompleteList` for what makes it one. */
  all<T>(
    path: string,
    operation: string,
    query: Record<string, string>,
    read: (value: unknown) => T,
  ): Promise<T[]> {
    return readCompleteList(operation, (page) => this.get(path, operation, { ...query, ...page }), read);
  }
}
