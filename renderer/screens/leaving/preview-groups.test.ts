import { describe, expect, it } from 'vitest';
import { readablePattern } from './preview-groups.tsx';

describe('readablePattern', () => {
  it('omits variable parts', () => {
    expect(readablePattern('cache/<month>/**')).toBe('cache/…');
    expect(readablePattern('msg/attach/*/<month>/**')).toBe('msg/attach/…');
    expect(readablePattern('all_users/login/<account>/key_info.db')).toBe('all_users/login/…/key_info.db');
  });

  it('keeps literal parts', () => {
    expect(readablePattern('nt_data/Emoji/emoji-recv')).toBe('nt_data/Emoji/emoji-recv');
    expect(readablePattern('all_users/config/*global_config*')).toBe('all_users/config/*global_config*');
  });
});
