import { useWords } from '../words/words-provider';

export function Loading() {
  const words = useWords();
  return (
    <p className="loading" role="status">
      <span className="spinner" aria-hidden="true" />
      {words.loading}
    </p>
  );
}
