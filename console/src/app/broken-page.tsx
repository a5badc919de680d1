import { useRouteError } from 'react-router';
import { ProblemNotice } from '../ui/problem-notice';

/** Instead of a page that failed to load or to draw. */
export function BrokenPage() {
  return (
    <div className="page">
      <ProblemNotice
        error={useRouteError()}
        onRetry={() => {
          window.location.reload();
        }}
      />
    </div>
  );
}
