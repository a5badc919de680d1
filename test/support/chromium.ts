import { execFile, type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { withTool } from './optional-tool.js';

/** Where Chromium is; undefined where there is none. */
export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);

const TOOL = { name: 'Chromium', variable: 'REQUIRE_CHROMIUM', package: 'chromium' };

/** `describe` or `it` where there is a browser, as {@link withTool} has it. */
export function withChromium<T extends { skip: unknown }>(
  block: T,
  path: string | null = CHROMIUM ?? null,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): T | T['skip'] {
  return withTool(block, path, TOOL, environment);
}

const OPTIONS = ['--headless', '--no-sandbox', '--disable-gpu'];
const WAIT_MS = 40_000;

/** Lets Chromium do one thing without a person, such as `--dump-dom`; answers what it prints. */
export async function runChromium(profile: string, ...options: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    CHROMIUM!,
    [...OPTIONS, `--user-data-dir=${profile}`, ...options],
    { maxBuffer: 64 * 1024 * 1024, timeout: 25_000 },
  );
  return stdout;
}

type Fields = Record<string, unknown>;
interface Message {
  id?: number;
  method?: string;
  sessionId?: string;
  params?: Fields;
  result?: Fields;
  error?: { message: string };
}

/** A browser that is driven as a person would, over the DevTools protocol. */
export class Chromium {
  private readonly answers = new Map<number, (message: Message) => void>();
  private readonly pages = new Map<string, Page>();
  private count = 0;

  private constructor(
    private readonly child: ChildProcess,
    private readonly profile: string,
    private readonly socket: WebSocket,
  ) {
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as Message;
      if (message.id !== undefined) this.answers.get(message.id)?.(message);
      else this.pages.get(message.sessionId ?? '')?.told(message.method ?? '', message.params ?? {});
    });
  }

  /** @param more options of the command line, such as for a certificate that vouches for itself */
  static async start(...more: string[]): Promise<Chromium> {
    const profile = mkdtempSync(join(tmpdir(), 'tenantry-chromium-'));
    const options = [
      ...OPTIONS,
      '--no-first-run',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      ...more,
    ];
    const child = spawn(CHROMIUM!, options, { stdio: ['ignore', 'ignore', 'pipe'] });
    const url = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        const found = /DevTools listening on (ws:\S+)/.exec((said += text))?.[1];
        if (found !== undefined) resolve(found);
      });
      child.once('close', () => {
        reject(new Error(`Chromium ended:\n${said}`));
      });
    });
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', reject);
    });
    return new Chromium(child, profile, socket);
  }

  /** A page of somebody new: it shares no cookies with other ones. */
  async newPage(): Promise<Page> {
    const { browserContextId } = await this.send('Target.createBrowserContext');
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank', browserContextId });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page((method, params) => this.send(method, params, String(sessionId)));
    this.pages.set(String(sessionId), page);
    await page.watch();
    return page;
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('close', resolve));
    await this.send('Browser.close');
    await gone;
    this.socket.close();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  private async send(method: string, params: Fields = {}, sessionId?: string): Promise<Fields> {
    const id = (this.count += 1);
    const answer = new Promise<Message>((resolve) => this.answers.set(id, resolve));
    this.socket.send(JSON.stringify({ id, method, params, sessionId }));
    const { result = {}, error } = await answer;
    this.answers.delete(id);
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }
}

/** One page, and what it asked for and said since it was made. */
export class Page {
  /** Every address that was asked for. */
  readonly addresses: string[] = [];
  /** What scripts wrote to the console, or threw. */
  readonly console: string[] = [];

  constructor(private readonly send: (method: string, params?: Fields) => Promise<Fields>) {}

  async watch(): Promise<void> {
    for (const domain of ['Page', 'Runtime', 'Network']) await this.send(`${domain}.enable`);
  }

  told(method: string, params: Fields): void {
    const { url } = (params['request'] ?? {}) as { url?: string };
    if (method === 'Network.requestWillBeSent' && url !== undefined) this.addresses.push(url);
    if (method === 'Runtime.consoleAPICalled' || method === 'Runtime.exceptionThrown')
      this.console.push(JSON.stringify(params));
  }

  async open(url: string): Promise<void> {
    await this.send('Page.navigate', { url });
  }

  /** The value of an expression in the page; a promise is waited for. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = (await this.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })) as {
      result: { value: T };
      exceptionDetails?: { text: string; exception?: { description?: string } };
    };
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Waits until an expression holds, on whatever page is there by then. */
  async until(expression: string): Promise<void> {
    const deadline = Date.now() + WAIT_MS;
    for (;;) {
      // While a page gives way to the next one there is none to ask.
      const holds = await this.evaluate<unknown>(expression).catch(() => false);
      if (holds) return;
      if (Date.now() > deadline) throw new Error(`not reached: ${expression}\n${await this.text()}`);
      await sleep(50);
    }
  }

  /** Waits until the page shows these words. */
  shows(words: string): Promise<void> {
    return this.until(`document.body?.innerText.includes(${JSON.stringify(words)})`);
  }

  /** The cookies of this page, as a request carries them; those that no script can read too. */
  async cookies(): Promise<string> {
    const { cookies } = (await this.send('Network.getCookies')) as {
      cookies: { name: string; value: string }[];
    };
    return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  /** Shows pages as a screen of this size in CSS pixels does, and as people like them who chose dark or light. */
  async look(width: number, height: number, scheme: 'light' | 'dark'): Promise<void> {
    await this.send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: width < 600,
    });
    await this.send('Emulation.setEmulatedMedia', {
      features: [
        { name: 'prefers-color-scheme', value: scheme },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ],
    });
  }

  /** Shows the page as it would be printed, until it is looked at again. */
  async asPrinted(): Promise<void> {
    await this.send('Emulation.setEmulatedMedia', { media: 'print' });
  }

  /** Milliseconds of processor time that the page's main thread has worked since it was first asked. */
  async worked(): Promise<number> {
    await this.send('Performance.enable', { timeDomain: 'threadTicks' });
    const { metrics } = (await this.send('Performance.getMetrics')) as {
      metrics: { name: string; value: number }[];
    };
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
  }

  /** A picture of the whole page, as PNG. */
  async picture(): Promise<Buffer> {
    const { data } = await this.send('Page.captureScreenshot', { captureBeyondViewport: true });
    return Buffer.from(String(data), 'base64');
  }

  /** Presses a key as a keyboard does: `Tab`, `Enter`, `Escape`. */
  async key(key: string): Promise<void> {
    const codes: Readonly<Record<string, number>> = { Tab: 9, Enter: 13, Escape: 27 };
    const event = {
      key,
      code: key,
      windowsVirtualKeyCode: codes[key],
      ...(key === 'Enter' && { text: '\r' }),
    };
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  /** What a person reads. */
  text(): Promise<string> {
    return this.evaluate('document.body.innerText');
  }

  /** Types into a field as a keyboard does, over what is there. */
  async type(name: string, text: string): Promise<void> {
    const field = `document.querySelector(${JSON.stringify(`[name="${name}"]`)})`;
    await this.until(`Boolean(${field})`);
    await this.evaluate(`${field}.focus(), ${field}.select()`);
    await this.send('Input.insertText', { text });
  }

  /** Chooses from a list, as a person does: pages hear of it by its `change`. */
  async choose(name: string, value: string): Promise<void> {
    const list = `document.querySelector(${JSON.stringify(`select[name="${name}"]`)})`;
    await this.until(
      `[...(${list}?.options ?? [])].some((option) => option.value === ${JSON.stringify(value)})`,
    );
    await this.evaluate(
      `(${list}.value = ${JSON.stringify(value)}, ${list}.dispatchEvent(new Event('change', { bubbles: true })))`,
    );
  }

  /** Presses the button or follows the link with these words. */
  async press(words: string): Promise<void> {
    const found = `[...document.querySelectorAll('button, a')].find((each) => each.innerText === ${JSON.stringify(words)})`;
    await this.until(`Boolean(${found})`);
    await this.evaluate(`${found}.click()`);
  }
}
