import { Callout } from './callout.tsx';
import { PathText } from './path-text.tsx';

const most = 20;

/** A notice of paths that could not be read, with what that means. */
export function UnreadPlaces({
  words,
  paths,
}: {
  readonly words: { readonly title: string; readonly body: string };
  readonly paths: readonly string[];
}) {
  if (paths.length === 0) return null;
  return (
    <Callout tone="medium" icon="lock" title={words.title}>
      <p>{words.body}</p>
      {paths.slice(0, most).map((path) => (
        <PathText key={path} path={path} />
      ))}
    </Callout>
  );
}
