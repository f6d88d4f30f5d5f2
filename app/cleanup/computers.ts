/** Whose computer this is; decides how leaving removes. `unanswered`: the window asks. */
export const computers = ['own', 'shared', 'others', 'unanswered'] as const;
export type Computer = (typeof computers)[number];

/** Whether somebody else may use this computer next and could find what stays on it. */
export function staysForOthers(computer: Computer, inSession: boolean): boolean {
  return inSession || computer !== 'own';
}
