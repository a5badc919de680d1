import { fork } from 'node:child_process';
import { once } from 'node:events';

/**
 * A script in a process of its own that answers questions one by one; see `answerQuestions`. It ends with `stop`, and
 * with whoever started it.
 *
 * @param {string} script
 * @param {{ env: Record<string, string | undefined>, flags?: readonly string[] }} settings
 */
export async function startAsked(script, { env, flags = [] }) {
  const child = fork(script, [], {
    env,
    execArgv: [...flags],
    stdio: ['ignore', 2, 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${script} ended with ${String(code)}`);
  });
  ended.catch(() => undefined);
  const answer = () => Promise.race([once(child, 'message').then(([message]) => message), ended]);
  /** What it answers to a word. @throws what the process threw, as text */
  const ask = async (word, ...values) => {
    const coming = answer();
    child.send({ word, values });
    const { result, error } = await coming;
    if (error !== undefined) throw new Error(error);
    return result;
  };
  await answer();
  return {
    pid: child.pid,
    ask,
    stop: async () => {
      child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await ended.catch(() => undefined);
      clearTimeout(timer);
    },
  };
}

/**
 * The other side: answers each word by the function of that name, and closes when nobody is there to ask.
 *
 * @param {Record<string, (...values: any[]) => unknown>} answers
 * @param {() => Promise<unknown>} close
 */
export function answerQuestions(answers, close) {
  process.on('message', async ({ word, values }) => {
    try {
      process.send?.({ result: (await answers[word](...values)) ?? null });
    } catch (error) {
      process.send?.({ error: String(error.stack ?? error) });
    }
  });
  process.once('disconnect', async () => {
    await close();
    process.exit(0);
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
  process.send?.({});
}
