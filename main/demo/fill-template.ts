import type { Random } from './random.ts';

/** Values for the tokens of a path within one branch. */
export interface Draws {
  readonly random: Random;
  /** `YYYY-MM`, oldest first */
  readonly months: readonly [string, ...string[]];
  /** 32 hex digits per conversation; the first ones are the busiest */
  readonly chats: readonly [string, ...string[]];
}

/** A path with its tokens filled, and its month folder. */
export interface Filled {
  readonly path: string;
  /** index into `months`, or -1 */
  readonly month: number;
}

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hex'; readonly digits: number }
  | { readonly kind: 'month' | 'chat' | 'doc' | 'seq' }
  | { readonly kind: 'one-of'; readonly texts: readonly [string, ...string[]] };

const subjects = [
  '课程论文',
  '会议纪要',
  '报价单',
  '实验数据',
  '答辩演示',
  '简历',
  '合同扫描件',
  '预算表',
] as const;
const stages = ['初稿', '第二稿', '修订', '定稿', '最终版'] as const;
const endings = ['docx', 'pdf', 'xlsx', 'pptx', 'zip'] as const;

function parse(template: string): Part[] {
  return template
    .split(/(<[a-z0-9]+>|\{[^{}]*\})/)
    .filter((piece) => piece !== '')
    .map((piece): Part => {
      const hex = /^<hex(\d+)>$/.exec(piece);
      if (hex !== null) return { kind: 'hex', digits: Number(hex[1]) };
      if (piece === '<month>' || piece === '<chat>' || piece === '<doc>' || piece === '<seq>')
        return { kind: piece.slice(1, -1) as 'month' | 'chat' | 'doc' | 'seq' };
      if (piece.startsWith('{')) {
        const [first = '', ...rest] = piece.slice(1, -1).split(',');
        return { kind: 'one-of', texts: [first, ...rest] };
      }
      return { kind: 'text', text: piece };
    });
}

/** Busy conversations get most of the files. */
function chatOf(draws: Draws): string {
  const skewed = draws.random.next() ** 2;
  return draws.chats[Math.floor(skewed * draws.chats.length)] ?? draws.chats[0];
}

function documentName(random: Random, seq: number): string {
  return `${random.pick(subjects)}-${random.pick(stages)}(${seq}).${random.pick(endings)}`;
}

/** Compiles a path with tokens once; each call draws the next path. `<doc>` and `<seq>` never repeat. */
export function compileTemplate(template: string): (draws: Draws) => Filled {
  const parts = parse(template);
  let seq = 0;
  return (draws) => {
    seq += 1;
    let month = -1;
    let path = '';
    for (const part of parts) {
      switch (part.kind) {
        case 'text':
          path += part.text;
          break;
        case 'hex':
          path += draws.random.hex(part.digits);
          break;
        case 'one-of':
          path += draws.random.pick(part.texts);
          break;
        case 'chat':
          path += chatOf(draws);
          break;
        case 'doc':
          path += documentName(draws.random, seq);
          break;
        case 'seq':
          path += seq.toString();
          break;
        case 'month':
          month = Math.floor(draws.random.next() ** 0.8 * draws.months.length);
          path += draws.months[month] ?? draws.months[0];
          break;
      }
    }
    return { path, month };
  };
}
