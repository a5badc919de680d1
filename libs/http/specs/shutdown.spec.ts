import { Controller, Get } from '@nestjs/common';
import { afterEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { installShutdown, type ShutdownOptions } from '../server/shutdown.js';
import { startEdge, type Edge } from './edge.fixture.js';

let release = (): void => undefined;
let entered = Promise.withResolvers<undefined>();

@Controller()
class SlowController {
  @Get('slow')
  async slow(): Promise<object> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    release = () => {
      resolve(undefined);
    };
    entered.resolve(undefined);
    await promise;
    return { done: true };
  }
}

let uninstall: (() => void) | undefined;
afterEach(() => uninstall?.());

/** Signals of no consequence for Jest: the handler is called as Node would call it. */
function signal(name: 'SIGTERM' | 'SIGINT'): void {
  process.emit(name, name);
}

async function start(options: Partial<ShutdownOptions> = {}) {
  entered = Promise.withResolvers<undefined>();
  const edge: Edge = await startEdge({ controllers: [SlowController] });
  const codes: number[] = [];
  const exited = Promise.withResolvers<number>();
  const exit = (code: number) => {
    codes.push(code);
    exited.resolve(code);
  };
  uninstall = installShutdown(edge.app, { timeoutMs: 5_000, exit, ...options });
  return { edge, codes, exited: exited.promise };
}

describe('a stopping process', () => {
  it('runs what comes before, finishes what has begun, takes no more and exits with 0', async () => {
    const steps: string[] = [];
    const { edge, exited } = await start({
      before: () => {
        steps.push('before');
        return Promise.resolve();
      },
    });
    const running = request(edge.url)
      .get('/slow')
      .then(({ status, body }) => ({ status, body }));
    await entered.promise;
    signal('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(request(edge.url).get('/slow')).rejects.toThrow(/ECONNREFUSED/);
    release();
    expect(await running).toEqual({ status: 200, body: { done: true } });
    expect(await exited).toBe(0);
    expect(steps).toEqual(['before']);
  });

  it('leaves at once on the second signal, though not on an echo of the first', async () => {
    const { edge, codes } = await start();
    const running = request(edge.url)
      .get('/slow')
      .then(() => undefined);
    await entered.promise;
    signal('SIGINT');
    signal('SIGTERM');
    process.emit('disconnect');
    expect(codes).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 600));
    process.emit('disconnect');
    expect(codes).toEqual([]);
    signal('SIGINT');
    expect(codes).toEqual([1]);
    release();
    await running;
  });

  it('does not wait for ever', async () => {
    const { edge, exited } = await start({ timeoutMs: 50 });
    const running = request(edge.url)
      .get('/slow')
      .then(() => undefined);
    await entered.promise;
    signal('SIGTERM');
    expect(await exited).toBe(1);
    release();
    await running;
  });

  it('exits with 1 when a step fails', async () => {
    const { edge, exited } = await start({ before: () => Promise.reject(new Error('no')) });
    signal('SIGTERM');
    expect(await exited).toBe(1);
    await edge.close();
  });

  it('stops when the parent process is gone', async () => {
    const { exited } = await start();
    process.emit('disconnect');
    expect(await exited).toBe(0);
  });
});
