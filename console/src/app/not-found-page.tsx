import { Link } from 'react-router';
import { Empty } from '../ui/empty';
import { usePageTitle } from '../ui/use-page-title';
import { useWords } from '../words/words-provider';

export function Component() {
  const words = useWords();
  usePageTitle(words.notFound.title);
  return (
    <div className="page">
      <Empty title={words.notFound.title}>
        <p>{words.notFound.text}</p>
        <Link to="/">{words.places.title}</Link>
      </Empty>
    </div>
  );
}
