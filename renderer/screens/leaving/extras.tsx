import { extras } from '../../../app/cleanup/levels.ts';
import type { Extra, Level } from '../../../app/cleanup/levels.ts';
import { useStores } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { Choice } from '../../components/choice.tsx';
import { Tick } from '../../components/tick.tsx';
import { useMachine } from './use-leaving.ts';
import styles from './level-step.module.css';

const day = 24 * 60 * 60 * 1000;
const ages = { all: null, days30: 30 * day, days90: 90 * day, days365: 365 * day } as const;
type Age = keyof typeof ages;
const ageNames: readonly Age[] = ['all', 'days30', 'days90', 'days365'];

/** Extras that a level may be given: deep takes everything of an account but its backups. */
function offered(level: Level): readonly Extra[] {
  return extras.filter((extra) => (level === 'deep') === (extra === 'backups'));
}

/** What no level takes by itself: each with its own tick and its own warning. */
export function Extras({ level }: { readonly level: Level }) {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const include = useMachine((state) => state.include);
  const toggle = (extra: Extra) => (selected: boolean) =>
    leaving.send({
      type: 'choose-extras',
      include: selected ? [...include, extra] : include.filter((other) => other !== extra),
    });
  return (
    <section aria-labelledby="extras-heading">
      <h2 className={styles['heading']} id="extras-heading">
        {wizard.level.extrasTitle}
      </h2>
      <div className={styles['card']}>
        {offered(level).map((extra) => (
          <div className={styles['row']} key={extra}>
            <Tick wide selected={include.includes(extra)} onChange={toggle(extra)}>
              <span className={styles['extra']}>
                {wizard.level.extras[extra].name}
                <span className={styles['warning']}>{wizard.level.extras[extra].warning}</span>
              </span>
            </Tick>
          </div>
        ))}
        {level === 'deep' ? null : <AgeRow />}
      </div>
    </section>
  );
}

function AgeRow() {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const olderThanMs = useMachine((state) => state.olderThanMs);
  const chosen = ageNames.find((name) => ages[name] === olderThanMs) ?? 'all';
  return (
    <div className={styles['row']}>
      <div className={styles['ageWords']}>
        <p>{wizard.level.age}</p>
        <p className={styles['warning']}>{wizard.level.ageHint}</p>
      </div>
      <Choice
        label={wizard.level.age}
        options={ageNames.map((name) => ({ id: name, name: wizard.level.ages[name] }))}
        chosen={chosen}
        onChoose={(name) => leaving.send({ type: 'choose-age', olderThanMs: ages[name] })}
      />
    </div>
  );
}
