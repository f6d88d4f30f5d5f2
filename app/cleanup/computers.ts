/** Whose computer this is; decides how leaving removes. `unanswered`: the window asks. */
export const computers = ['own', 'shared', 'others', 'unanswered'] as const;
export type Computer = (typeof computers)[number];
