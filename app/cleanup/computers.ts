/** Whose computer this is; decides how leaving removes. `unanswered`: the window asks. */
export const computers = ['own', 'shared', 'others', 'unanswered'] as const;
export type Computer = (typeof computers)[number];

/** Whether somebody else may use this computer next, so that what stays on it is a trace. */
export function staysForOthers(computer: Computer, inSession: boolean): boolean {
  return inSession || computer !== 'own';
}
