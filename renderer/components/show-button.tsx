import { useStores, useFrom } from '../stores/stores.ts';
import { useTexts } from '../language/use-texts.ts';
import { IconButton } from './icon-button.tsx';
import { Refusal } from './refusal.tsx';
import { visibleName } from './visible-name.ts';

interface Props {
  readonly rootId: string;
  /** below the root, `/`-separated */
  readonly path: string;
}

/** Shows a file in the system's file manager; nothing where there is none. */
export function ShowButton({ rootId, path }: Props) {
  const { common } = useTexts();
  const { host } = useStores();
  const canShow = useFrom(
    (stores) => stores.host.store,
    (state) => state.host?.capabilities.openFolder === true,
  );
  if (!canShow) return null;
  const name = visibleName(path.slice(path.lastIndexOf('/') + 1));
  return (
    <IconButton
      icon="folder"
      label={common.showInFolder({ name })}
      onPress={() => void host.showPlace(rootId, path)}
    />
  );
}

/** Why the file manager did not show the last place. */
export function ShowRefusal() {
  const { host } = useStores();
  const error = useFrom(
    (stores) => stores.host.store,
    (state) => state.notShown,
  );
  return <Refusal error={error} onRead={() => host.read()} />;
}
