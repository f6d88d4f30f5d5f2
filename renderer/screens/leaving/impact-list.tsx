import type { AccountImpact, PlanView } from '../../../app/contract/plans.ts';
import { isTouched, sharedWithOthers, signInWord, staySignedIn } from '../../../app/wizard/impact.ts';
import { useEntryName } from '../../stores/account-names.ts';
import { areSharedKept } from '../../stores/leaving/leaving-exclusions.ts';
import { useStores } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { classes } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { Tick } from '../../components/tick.tsx';
import { useAccounts, useLeaving, useMachine } from './use-leaving.ts';
import styles from './impact-list.module.css';

/** Names accounts as the other screens do. */
function useNames(): (impacts: readonly AccountImpact[]) => string {
  const format = useFormat();
  const nameOf = useEntryName();
  return (impacts) => format.list(impacts.map(nameOf));
}

const icons = { mustScan: 'lock', mustScanAnyway: 'check', may: 'key', unknown: 'question' } as const;

/** One account that the plan changes: how it signs in next time, and what of it goes. */
function Row({ impact }: { readonly impact: AccountImpact }) {
  const { impact: texts, home, common } = useTexts();
  const format = useFormat();
  const nameOf = useNames();
  const account = useAccounts().find(({ id }) => id === impact.accountId);
  const word = signInWord(impact);
  const { files, bytes } = impact.goes;
  const decides = impact.affectedBy.some(({ signIn }) => signIn);
  return (
    <li className={styles['row']}>
      <div className={styles['who']}>
        <p>
          <bdi className={styles['name']}>{nameOf([impact])}</bdi>
          {impact.chosen ? null : <span className={styles['mark']}>{texts.notChosen}</span>}
        </p>
        <p className={styles['facts']}>
          <span>
            {home.line({
              product: common.products[account?.product ?? impact.product],
              line: account?.line ?? '',
            })}
          </span>
          {files > 0 ? (
            <span>{texts.goes({ files: format.files(files), size: format.bytes(bytes) })}</span>
          ) : null}
          {impact.chosen || impact.affectedBy.length === 0 ? null : (
            <span>{decides ? texts.shared : texts.sharedRecords}</span>
          )}
        </p>
      </div>
      <p className={classes(styles['signIn'], word === 'mustScan' && styles['warm'])}>
        <Icon name={icons[word]} size={16} />
        {texts.signIn[word]}
      </p>
    </li>
  );
}

/** Keeps sign-in files that accounts outside the choice use as well. The plan changes with the tick. */
function KeepShared({ plan }: { readonly plan: PlanView }) {
  const { impact: texts } = useTexts();
  const { leaving } = useStores();
  const nameOf = useNames();
  const isReady = useMachine((state) => state.plan.kind === 'ready');
  const isKept = useLeaving(areSharedKept);
  const shared = sharedWithOthers(plan);
  if (shared === null && !isKept) return null;
  const others = shared === null ? '' : nameOf(shared.others);
  return (
    <div className={styles['keep']}>
      <Tick
        wide
        selected={isKept}
        disabled={!isReady}
        onChange={(selected) => void leaving.keepShared(selected)}
      >
        <span className={styles['who']}>
          {texts.keep.label}
          {shared === null || isKept ? null : (
            <span className={styles['facts']}>
              <span>
                {shared.savesSignIn ? texts.keep.saves({ others }) : texts.keep.records({ others })}
              </span>
              {shared.own.length === 0 ? null : <span>{texts.keep.cost({ own: nameOf(shared.own) })}</span>}
            </span>
          )}
        </span>
      </Tick>
    </div>
  );
}

/** Says which chosen accounts may still sign in by themselves after the clean. */
export function StaysSignedIn({ plan }: { readonly plan: PlanView }) {
  const { impact: texts } = useTexts();
  const nameOf = useNames();
  const still = staySignedIn(plan);
  const stays = plan.selection.sinceSession ? texts.staysSignedInSession : texts.staysSignedIn;
  if (still.length === 0) return null;
  return (
    <p className={classes(styles['signIn'], styles['warm'])} role="status">
      <Icon name="key" size={16} />
      {stays({ names: nameOf(still) })}
    </p>
  );
}

/** What the plan means for every account: a line for each that changes, and one for all others. */
export function ImpactList({ plan }: { readonly plan: PlanView }) {
  const { impact: texts } = useTexts();
  const format = useFormat();
  if (plan.impact.length === 0) return null;
  const touched = plan.impact.filter(isTouched);
  const untouched = plan.impact.length - touched.length;
  return (
    <section className={styles['impact']} aria-labelledby="impact-heading">
      <h2 className={styles['heading']} id="impact-heading">
        {texts.title}
      </h2>
      <ul className={styles['list']}>
        {touched.map((impact) => (
          <Row key={impact.accountId} impact={impact} />
        ))}
        {untouched === 0 ? null : (
          <li className={styles['row']}>
            <span className={styles['facts']}>
              {touched.length === 0 ? texts.noneTouched : texts.untouched({ count: format.count(untouched) })}
            </span>
          </li>
        )}
      </ul>
      <StaysSignedIn plan={plan} />
      <KeepShared plan={plan} />
    </section>
  );
}
