import { cameIn } from '../../stores/timeline-lines.ts';
import { useFrom } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { classes } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { useSession } from './session-card.tsx';
import styles from './home.module.css';

/** While somebody sits here: whose account it is, and what came into it since. */
export function SessionMarks({ accountId }: { readonly accountId: string }) {
  const { home } = useTexts();
  const session = useSession();
  if (session === null) return null;
  const owner = session.owners.includes(accountId);
  const arrived = session.arrived.includes(accountId);
  return (
    <>
      {owner ? (
        <span className={classes(styles['state'], styles['calm'])}>
          <Icon name="lock" size={16} />
          {home.session.ownerMark}
        </span>
      ) : null}
      {arrived ? (
        <span className={classes(styles['state'], styles['soft'])}>
          <Icon name="seat" size={16} />
          {home.session.arrivedMark}
        </span>
      ) : null}
      <Came accountId={accountId} />
    </>
  );
}

function Came({ accountId }: { readonly accountId: string }) {
  const { home } = useTexts();
  const format = useFormat();
  const view = useFrom(
    (stores) => stores.watch.store,
    (state) => state.view,
  );
  if (view?.since == null) return null;
  const { files, bytes } = cameIn(view.changes.filter((change) => change.accountId === accountId));
  if (files === 0 && bytes === 0) return null;
  return (
    <span className={classes(styles['state'], styles['soft'])}>
      <Icon name="up" size={16} />
      {home.session.accountCame({
        time: format.clock(view.since),
        files: format.files(files),
        size: format.bytes(bytes),
      })}
    </span>
  );
}
