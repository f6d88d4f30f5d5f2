import { sumOf } from '../../stores/quarantine-store.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { useMachine } from './use-leaving.ts';

/** Whoever leaves hears of what can still be restored: a restorable copy is a trace. */
export function QuarantineTrace() {
  const { wizard } = useTexts();
  const format = useFormat();
  const { leaving, route } = useStores();
  const leaves = useMachine((state) => state.purpose === 'leave');
  const batches = useFrom(
    (stores) => stores.quarantine.store,
    (state) => valueOf(state.list),
  );
  if (!leaves || batches === null || batches.length === 0) return null;
  const words = wizard.result.quarantine;
  const go = (): void => {
    leaving.close();
    route.go('restore');
  };
  return (
    <Callout
      tone="medium"
      icon="restore"
      title={words.title}
      action={<Button onPress={go}>{words.go}</Button>}
    >
      <p>{words.body({ batches: format.count(batches.length), size: format.bytes(sumOf(batches).bytes) })}</p>
    </Callout>
  );
}
