import type { Erasure } from '../../api/privacy-queries';
import { useComplianceWords } from '../../words/use-compliance-words';

interface Props {
  readonly steps: Erasure['steps'];
  readonly isRunning: boolean;
}

const MODULE = 'erase ';

/** Each step in its order: done, under way, to come; with how many rows it was about and what Clerk answered. */
export function ErasureSteps({ steps, isRunning }: Props) {
  const words = useComplianceWords();
  const done = steps.filter(({ status }) => status === 'done').length;
  const current = isRunning ? steps.findIndex(({ status }) => status === 'pending') : -1;
  return (
    <>
      <p className="hint" id="steps-done">
        {words.stepsDone(done, steps.length)}
      </p>
      <progress className="steps-done" max={steps.length} value={done} aria-labelledby="steps-done" />
      <ol className="path steps">
        {steps.map(({ name, status, count, answer }, index) => (
          <li key={name} className={status === 'done' ? 'done' : index === current ? 'now' : ''}>
            {name.startsWith(MODULE)
              ? words.eraseModule(name.slice(MODULE.length))
              : (words.steps[name] ?? name)}
            <span className="hint">
              {status === 'done'
                ? words.stepDone(count)
                : index === current
                  ? words.stepNow
                  : words.stepToCome}
              {answer !== null && ` · ${answer}`}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
