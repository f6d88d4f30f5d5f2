import { useEffect, useId } from 'react';
import { RadioButton, RadioField, RadioGroup } from 'react-aria-components/RadioGroup';
import type { AccountView } from '../../../app/contract/accounts.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import { extras } from '../../../app/cleanup/levels.ts';
import type { Extra, Level } from '../../../app/cleanup/levels.ts';
import { levelGuides } from '../../../app/guides/levels.ts';
import type { LevelGuide } from '../../../app/guides/levels.ts';
import type { Bilingual } from '../../../app/guides/fact.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useFormat, useLanguage, useTexts } from '../../language/use-texts.ts';
import { Callout } from '../../components/callout.tsx';
import { RiskMark } from '../../components/risk-mark.tsx';
import { Choice } from '../../components/choice.tsx';
import { Tick } from '../../components/tick.tsx';
import { Fold } from '../../components/fold.tsx';
import { StepFrame } from './step-frame.tsx';
import { useAccounts, useMachine } from './use-leaving.ts';
import { Claim } from './claim.tsx';
import styles from './level-step.module.css';

function Words({ label, items }: { readonly label: string; readonly items: readonly Bilingual[] }) {
  const language = useLanguage();
  const { frame } = useTexts();
  return (
    <>
      <dt>{label}</dt>
      <dd>{items.map((item) => item[language]).join(frame.clauseJoin)}</dd>
    </>
  );
}

function Option({ guide }: { readonly guide: LevelGuide }) {
  const { wizard, common } = useTexts();
  const language = useLanguage();
  const words = useId();
  return (
    <RadioField value={guide.level} aria-label={common.levels[guide.level]} aria-describedby={words}>
      <RadioButton className={styles['option'] ?? ''}>
        <span className={styles['knob']} aria-hidden="true" />
        <span className={styles['body']}>
          <span className={styles['head']}>
            <span className={styles['name']}>{common.levels[guide.level]}</span>
            <span className={styles['verb']}>{wizard.level.verbs[guide.level]}</span>
            <span className={styles['risk']}>
              <RiskMark risk={guide.risk} />
            </span>
          </span>
          <dl className={styles['words']} id={words}>
            <Words label={wizard.level.removes} items={guide.removes} />
            <Words label={wizard.level.keeps} items={guide.keeps} />
            <dt>{wizard.level.cost}</dt>
            <dd>{guide.cost[language]}</dd>
            <dt>{wizard.level.fits}</dt>
            <dd>{guide.fits[language]}</dd>
          </dl>
        </span>
      </RadioButton>
    </RadioField>
  );
}

/** The level step. No level is preselected. */
export function LevelStep() {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const level = useMachine((state) => state.level);
  return (
    <StepFrame title={wizard.level.title} lead={wizard.level.lead}>
      <SignInNote />
      <RadioGroup
        className={styles['options'] ?? ''}
        aria-label={wizard.level.title}
        value={level}
        onChange={(chosen) => leaving.send({ type: 'choose-level', level: chosen as Level })}
      >
        {levelGuides.map((guide) => (
          <Option key={guide.level} guide={guide} />
        ))}
      </RadioGroup>
      {level === null ? null : <Extras level={level} />}
      <LevelRisks />
    </StepFrame>
  );
}

/** Which messengers are not signed out yet, or said to be while their sign-in files are there: it bears on the choice. */
function SignInNote() {
  const { wizard, common } = useTexts();
  const format = useFormat();
  const chosen = useMachine((state) => state.accounts);
  const later = useMachine((state) => state.signOut.later);
  const sinceSession = useMachine((state) => state.sinceSession);
  const accounts = useAccounts().filter(({ id }) => chosen.includes(id));
  const { signIn } = useStores();
  const view = useFrom((stores) => stores.signIn.store, valueOf);
  useEffect(() => signIn.watch(), [signIn]);
  const isLeft = ({ id }: AccountView): boolean =>
    view?.accounts.some((entry) => entry.accountId === id && entry.credentials.length > 0) === true;
  const waiting = new Set(
    accounts.map(({ product }) => product).filter((product) => later.includes(product)),
  );
  const left = new Set(accounts.filter(isLeft).map(({ product }) => product));
  const names = (products: Iterable<Product>): string =>
    format.list([...products].map((product) => common.products[product]));
  const words = wizard.signOut;
  if (waiting.size === 0 && left.size === 0) return null;
  return (
    <Callout
      tone="plain"
      icon="key"
      title={
        waiting.size > 0
          ? words.notYet({ products: names(waiting) })
          : words.stillLeft({ products: names(left) })
      }
    >
      <p>{sinceSession ? wizard.session.leftHint : words.levels}</p>
    </Callout>
  );
}

const day = 24 * 60 * 60 * 1000;
const ages = { all: null, days30: 30 * day, days90: 90 * day, days365: 365 * day } as const;
type Age = keyof typeof ages;
const ageNames: readonly Age[] = ['all', 'days30', 'days90', 'days365'];

/** Extras of a level; deep already contains all of them except backups. */
function offered(level: Level): readonly Extra[] {
  return extras.filter((extra) => (level === 'deep') === (extra === 'phone-backups'));
}

/** Optional extras, each with its own warning. */
function Extras({ level }: { readonly level: Level }) {
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

/** What each level costs, with the guides' claims, sources and status. */
function LevelRisks() {
  const { wizard, common } = useTexts();
  return (
    <Fold title={wizard.level.risks}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{wizard.level.columns.level}</th>
            <th scope="col">{wizard.level.columns.risk}</th>
            <th scope="col">{wizard.level.columns.claim}</th>
          </tr>
        </thead>
        <tbody>
          {levelGuides.map((guide) => (
            <tr key={guide.level}>
              <td>{common.levels[guide.level]}</td>
              <td>
                <RiskMark risk={guide.risk} />
              </td>
              <td>
                {guide.facts.map((id) => (
                  <Claim key={id} id={id} />
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Fold>
  );
}
