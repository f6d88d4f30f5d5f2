import { Confirm } from './confirm.tsx';
import { ResumeAgain } from './resume-again.tsx';
import { Running } from './running.tsx';
import { useMachine } from './use-leaving.ts';

/** The last question, and then the removal that it asked about. */
export function RunStep() {
  const asking = useMachine((state) => state.run.kind === 'none' || state.run.kind === 'failed');
  const resumes = useMachine((state) => state.interrupted !== null);
  if (!asking) return <Running />;
  return resumes ? <ResumeAgain /> : <Confirm />;
}
