const switches = ['--demo', '--no-launch', '--help'];
const values = ['--data-dir', '--lang', '--browser', '--host'];

/**
 * @typedef {{ demo: boolean, noLaunch: boolean, help: boolean, dataDir: string | null, lang: string | null,
 *   browser: string | null, host: string | null }} StartOptions
 */

/**
 * Reads what stands after `npm start --`; an unknown word comes back as `problem`.
 * @param {string[]} argv
 * @returns {{ options: StartOptions, problem: string | null }}
 */
export function startOptions(argv) {
  const options = {
    demo: false,
    noLaunch: false,
    help: false,
    dataDir: null,
    lang: null,
    browser: null,
    host: null,
  };
  const words = argv.flatMap((word) => {
    const at = word.indexOf('=');
    return word.startsWith('--') && at > 0 ? [word.slice(0, at), word.slice(at + 1)] : [word];
  });
  const keyOf = (word) => word.slice(2).replace(/-(\w)/g, (_all, letter) => letter.toUpperCase());
  while (words.length > 0) {
    const word = words.shift();
    if (switches.includes(word)) options[keyOf(word)] = true;
    else if (values.includes(word) && words.length > 0) options[keyOf(word)] = words.shift();
    else return { options, problem: word };
  }
  if (options.host !== null && !['electron', 'browser'].includes(options.host))
    return { options, problem: `--host ${options.host}` };
  return { options, problem: null };
}

/** `zh` or `en`: asked for, or from the environment, Chinese where nothing is said. */
export function startLanguage(options, env) {
  const tag = options.lang ?? [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => value) ?? '';
  return tag === '' || /^(zh|C\b|POSIX)/i.test(tag) ? 'zh' : 'en';
}

/** Why the desktop app cannot open here although its binary is there, or null. */
export function electronObstacle(platform, env, isRoot) {
  if (platform !== 'linux') return null;
  if (isRoot) return 'root';
  return hasDisplay(platform, env) ? null : 'display';
}

export function hasDisplay(platform, env) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** The environment in which `home` is everybody's home folder, so that no real one can be met. */
export function demoEnvironment(env, home) {
  const own = /^(XDG_(CONFIG|DATA|STATE|CACHE|DOCUMENTS)_(HOME|DIR)|WECHAT_DATA_DIR)$/;
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !own.test(name))),
    XAUTHORITY: env.XAUTHORITY ?? (env.HOME ? `${env.HOME}/.Xauthority` : ''),
    HOME: home,
    USERPROFILE: home,
    APPDATA: `${home}/AppData/Roaming`,
    LOCALAPPDATA: `${home}/AppData/Local`,
    PUBLIC: `${home}/Public`,
    ProgramData: `${home}/ProgramData`,
  };
}

/** A word as a shell takes it back, whatever is in it. */
export function shellWord(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * How a person calls the command line on a demo home (a window is missing only on Linux). `env -i` drops every variable
 * that could lead back to the real home, such as XDG_CONFIG_HOME.
 */
export function demoProgram(home, node, cli) {
  return ['env', '-i', `HOME=${home}`, node, cli].map(shellWord).join(' ');
}
