import type { guide as zh } from '../zh-CN/guide.ts';
import type { Translation } from '../dictionary.ts';

export const guide: Translation<typeof zh> = {
  title: 'Guide',
  intro:
    'What three guides say, what of it holds and what does not. This is a retelling, not the judgement of this app.',
  search: 'Find in the guides',
  searchHint: 'for example: tray, mnemonic, cooling-off',
  clear: 'Clear the search',
  found: (p) => `Found: ${p.count}`,
  foundNothing: 'Nothing found. Try another word, or clear the search to read the whole guides.',
  tabs: 'Choose a guide',
  contents: 'On this page',
  legend: 'What the marks mean',
  status: {
    ok: 'Undisputed',
    guide: 'What the guide says',
    disputed: 'Disputed',
  },
  statusMeaning: {
    ok: 'Agrees with the vendor, or is not disputed.',
    guide: 'Only the guide says so; not confirmed.',
    disputed: 'Wrong, outdated or unprovable; the correction stands beside it.',
  },
  remark: (p) => `Note: ${p.text}`,
  steps: 'Signing out, step by step',
  stepsOfQq: 'Only signing out, keeping the number',
  stepsLead: 'SignOff does not click for you: follow the numbers of the drawing in the app itself.',
  stepsVersion: 'Your version',
  onPhone: 'Three things to do on the phone',
  clicks: (p) => `Where to click for “${p.title}”`,
  seen: (p) => `When it is done: ${p.text}`,
  restsOn: 'Rests on',
};
