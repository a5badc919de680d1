import { it } from 'vitest';

/** Says the next step of a story, and what is asserted in it. */
export type Step = (name: string, run: () => Promise<void>) => void;

/**
 * One test whose steps build on each other, e.g. what is exported, then erased, then looked for. They run as they are
 * told, in whatever order tests run, and none runs after one that failed.
 */
export function story(title: string, timeoutMs: number, tell: (step: Step) => void): void {
  const steps: { name: string; run: () => Promise<void> }[] = [];
  tell((name, run) => {
    steps.push({ name, run });
  });
  it(
    title,
    async () => {
      for (const { name, run } of steps) {
        try {
          await run();
        } catch (error) {
          throw new Error(`the step failed: ${name}`, { cause: error });
        }
      }
    },
    timeoutMs,
  );
}
