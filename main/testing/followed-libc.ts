import type * as Libc from '../system/native/linux-libc.ts';

/** The module of the C library's calls, as a test replaces it. */
export type LibcModule = typeof Libc;

/** The real module; `before` is called with the folder, the name and whether it is a folder, right before each removal. */
export function followRemovals(
  real: LibcModule,
  before: (folder: number, name: Libc.CName, isFolder: boolean) => void,
): LibcModule {
  return {
    ...real,
    linuxLibc(floor) {
      const library = real.linuxLibc(floor);
      if (library.kind === 'missing') return library;
      const { calls } = library;
      const unlinkat: typeof calls.unlinkat = (folder, name, flags) => {
        before(folder, name, (flags & real.at.removeDir) !== 0);
        return calls.unlinkat(folder, name, flags);
      };
      return { kind: 'ready', calls: { ...calls, unlinkat } };
    },
  };
}
