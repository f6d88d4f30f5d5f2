import type { Dictionary } from '../../../../app/locale/dictionaries.ts';
import { settingNamesFor, settingRow } from '../../../../app/settings/settings-table.ts';
import type { SettingName } from '../../../../app/settings/settings-table.ts';
import {
  commandNames,
  commandSpec,
  commonOptions,
  groups,
  optionNames,
  optionSpec,
  shells,
} from '../options.ts';
import type { OptionName, Shell } from '../options.ts';

/**
 * Completion scripts for shells, generated from the table of commands and options. A script starts no program: it
 * works while SignOff is busy, and says nothing about the accounts of this computer.
 */

/** A word to offer, with its meaning in the chosen language. */
interface Word {
  readonly text: string;
  readonly meaning: string;
}

/** What may follow the command words typed so far: words, or a folder. */
interface Place {
  readonly path: string;
  readonly offers: readonly Word[] | 'folder';
}

function unique(words: readonly Word[]): Word[] {
  return [...new Map(words.map((word) => [word.text, word])).values()];
}

function plain(words: readonly string[]): Word[] {
  return words.map((text) => ({ text, meaning: '' }));
}

function headsOf(texts: Dictionary): Word[] {
  const { commands, groups: groupTexts } = texts.cli;
  const single = commandNames
    .filter((name) => !name.includes(' '))
    .map((name) => ({ text: name, meaning: commands[name] }));
  return unique([...single, ...groups.map((name) => ({ text: name, meaning: groupTexts[name] }))]);
}

/** Second words of the commands that have one, by their first word. */
function tailsOf(texts: Dictionary): Place[] {
  const tails = new Map<string, Word[]>();
  for (const name of commandNames) {
    const [head = '', tail] = name.split(' ');
    const word = { text: tail ?? '', meaning: texts.cli.commands[name] };
    if (tail !== undefined) tails.set(head, [...(tails.get(head) ?? []), word]);
  }
  return [...tails].map(([path, offers]) => ({ path, offers }));
}

/** Values of a setting that can be listed. */
function settingValues(name: SettingName): readonly string[] {
  const row = settingRow(name);
  if (row.kind === 'choice') return row.values.map(String);
  if (row.kind === 'switch') return ['on', 'off'];
  return 'none' in row ? ['none'] : [];
}

function placesOf(texts: Dictionary): Place[] {
  const heads = headsOf(texts);
  const tails = tailsOf(texts);
  const settings = settingNamesFor({});
  const names = settings.map((name) => ({ text: name, meaning: texts.settings.rows[name].name }));
  return [
    { path: '', offers: heads },
    ...tails,
    { path: 'help', offers: heads },
    ...tails.map(({ path, offers }) => ({ path: `help ${path}`, offers })),
    { path: 'completion', offers: plain(shells) },
    { path: 'demo create', offers: 'folder' },
    { path: 'settings set', offers: names },
    ...settings.map((name) => ({ path: `settings set ${name}`, offers: plain(settingValues(name)) })),
  ];
}

/** Long before short, because a reader of the list looks for words. */
function flags(names: readonly OptionName[]): string[] {
  return names.flatMap((name) => {
    const { long, short } = optionSpec(name);
    return short === undefined ? [long] : [long, short];
  });
}

const valued = optionNames.filter((name) => optionSpec(name).value !== undefined);
const withValues = valued.filter((name) => optionSpec(name).values !== undefined);
const repeatable = optionNames.filter((name) => optionSpec(name).repeatable === true);
const withOptions = commandNames.filter((name) => commandSpec(name).options.length > 0);
const pathsOfCommands = [...commandNames, ...groups];

function longs(names: readonly OptionName[]): string {
  return names.map((name) => optionSpec(name).long).join('|');
}

/** Options whose value is a path of this kind. */
function taking(kind: 'file' | 'folder'): OptionName[] {
  return valued.filter((name) => optionSpec(name).completes === kind);
}

/** Options that take several values separated by commas. */
const lists = withValues.filter((name) => optionSpec(name).repeatable === true);

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function quotedPaths(paths: readonly string[]): string {
  return paths.map(quoted).join('|');
}

/** Reads the words before the cursor: the command words, the command, and an option that lacks its value. */
const bashLoop = `  for ((index = 1; index < COMP_CWORD; index += 1)); do
    one=\${COMP_WORDS[index]}
    if [[ -n $option ]]; then
      # bash gives --level=deep as three words
      [[ $one == = ]] || option=''
    elif [[ -z $literal && $one == -- ]]; then
      literal=1
    elif [[ -z $literal && $one == -?* ]]; then
      given+="\${one%%=*} "
      case $one in
        ${longs(valued)}) option=$one ;;
      esac
    else
      line=\${line:+$line }$one
      case $line in
        ${quotedPaths(pathsOfCommands)}) command=$line ;;
      esac
    fi
  done
`;

/** Adds the common options, and leaves out what may not be given again. */
const bashOptions = `    for one in $words ${flags(commonOptions).join(' ')}; do
      # a second value is an error
      case $one in
        ${longs(repeatable)}) ;;
        *) [[ $given != *" $one "* ]] || continue ;;
      esac
      kept+=" $one"
    done
    words=$kept
`;

function bashScript(texts: Dictionary): string {
  const places = placesOf(texts).map(({ path, offers }) => {
    if (offers === 'folder') return `      ${quoted(path)}) _signoff_default dirnames; return ;;`;
    return `      ${quoted(path)}) words=${quoted(offers.map(({ text }) => text).join(' '))} ;;`;
  });
  const values = withValues.map(
    (name) => `      ${optionSpec(name).long}) words=${quoted((optionSpec(name).values ?? []).join(' '))} ;;`,
  );
  const own = withOptions.map(
    (name) => `      ${quoted(name)}) words=${quoted(flags(commandSpec(name).options).join(' '))} ;;`,
  );
  return `# Completion of signoff for bash. Made by: signoff completion bash

_signoff_default() {
  if type compopt >/dev/null 2>&1; then compopt -o "$1" 2>/dev/null; fi
}

_signoff() {
  local word=\${COMP_WORDS[COMP_CWORD]} line='' command='' option='' literal='' given=' ' words='' kept='' before='' one index
  local IFS=$' \\t\\n'
  COMPREPLY=()
${bashLoop}  if [[ -n $option ]]; then
    [[ $word != = ]] || word=''
  elif [[ -z $literal && $word == --*=* ]]; then
    option=\${word%%=*}
    before=$option=
    word=\${word#*=}
  fi
  if [[ -n $option ]]; then
    case $option in
      ${longs(taking('folder'))}) _signoff_default dirnames; return ;;
      ${longs(taking('file'))}) _signoff_default default; return ;;
${values.join('\n')}
    esac
    case $option in
      ${longs(lists)})
        if [[ $word == *,* ]]; then
          before+=\${word%,*},
          word=\${word##*,}
        fi ;;
    esac
  elif [[ -z $literal && $word == -* ]]; then
    case $command in
${own.join('\n')}
    esac
${bashOptions}  else
    case $line in
${places.join('\n')}
    esac
  fi
  for one in $(compgen -W "$words" -- "$word"); do
    COMPREPLY+=("$before$one")
  done
}

if type compopt >/dev/null 2>&1; then
  complete -F _signoff signoff
else
  complete -o default -F _signoff signoff
fi
`;
}

/** An item of `_describe`: the word, a colon, its meaning. */
function described({ text, meaning }: Word): string {
  const word = text.replaceAll(':', String.raw`\:`);
  return quoted(meaning === '' ? word : `${word}:${meaning}`);
}

function optionWords(texts: Dictionary, names: readonly OptionName[]): Word[] {
  return names.flatMap((name) => flags([name]).map((text) => ({ text, meaning: texts.cli.options[name] })));
}

/** The same as `bashLoop`. */
const zshLoop = `  for ((index = 2; index < CURRENT; index += 1)); do
    one=$words[index]
    if [[ -n $opt ]]; then
      opt=''
    elif [[ -z $literal && $one == -- ]]; then
      literal=1
    elif [[ -z $literal && $one == -?* ]]; then
      given+=(\${one%%=*})
      case $one in
        (${longs(valued)}) opt=$one ;;
      esac
    else
      line=\${line:+$line }$one
      case $line in
        (${quotedPaths(pathsOfCommands)}) cmd=$line ;;
      esac
    fi
  done
`;

function zshScript(texts: Dictionary): string {
  const items = (words: readonly Word[]): string => words.map(described).join(' ');
  const places = placesOf(texts).map(({ path, offers }) =>
    offers === 'folder'
      ? `    (${quoted(path)}) _path_files -/ ;;`
      : `    (${quoted(path)}) found=(${items(offers)}) ;;`,
  );
  const values = withValues.map(
    (name) => `    (${optionSpec(name).long}) found=(${(optionSpec(name).values ?? []).join(' ')}) ;;`,
  );
  const own = withOptions.map(
    (name) => `    (${quoted(name)}) found=(${items(optionWords(texts, commandSpec(name).options))}) ;;`,
  );
  return `#compdef signoff
# Completion of signoff for zsh. Made by: signoff completion zsh

_signoff() {
  local line='' cmd='' opt='' literal='' one
  integer index
  local -a found given
${zshLoop}  if [[ -z $opt && -z $literal && $words[CURRENT] == --*=* ]]; then
    opt=\${words[CURRENT]%%=*}
    compset -P 1 '*='
  fi
  if [[ -n $opt ]]; then
    case $opt in
    (${longs(taking('folder'))}) _path_files -/; return ;;
    (${longs(taking('file'))}) _files; return ;;
${values.join('\n')}
    esac
    case $opt in
    (${longs(lists)}) compset -P '*,' ;;
    esac
    (( $#found )) && compadd -a found
    return
  fi
  if [[ -z $literal && $words[CURRENT] == -* ]]; then
    case $cmd in
${own.join('\n')}
    esac
    found+=(${items(optionWords(texts, commonOptions))})
    # a second value is an error
    given=(\${given:#(${longs(repeatable)})})
    found=(\${found:#(\${(j:|:)~given})(|:*)})
    _describe -o option found
    return
  fi
  case $line in
${places.join('\n')}
  esac
  (( $#found )) && _describe word found
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _signoff "$@"
else
  compdef _signoff signoff
fi
`;
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}

function fishOption(texts: Dictionary, name: OptionName, condition: string): string {
  const { long, short, value, values, completes } = optionSpec(name);
  const parts = [`complete -c signoff${condition}`, `-l ${long.slice(2)}`];
  if (short !== undefined) parts.push(`-s ${short.slice(1)}`);
  if (completes === 'folder') parts.push('-x', "-a '(__fish_complete_directories (commandline -ct))'");
  else if (completes === 'file') parts.push('-r -F');
  else if (values !== undefined) {
    const words = values.join(' ');
    parts.push('-x', `-a ${fishQuoted(lists.includes(name) ? `(__fish_append , ${words})` : words)}`);
  } else if (value !== undefined) parts.push('-x');
  return [...parts, `-d ${fishQuoted(texts.cli.options[name])}`].join(' ');
}

function fishScript(texts: Dictionary): string {
  const options = [
    ...commonOptions.map((name) => fishOption(texts, name, '')),
    ...withOptions.flatMap((name) =>
      commandSpec(name).options.map((one: OptionName) =>
        fishOption(texts, one, ` -n ${fishQuoted(`__signoff_within ${name}`)}`),
      ),
    ),
  ];
  const places = placesOf(texts).flatMap(({ path, offers }) => {
    const at = `complete -c signoff -n ${fishQuoted(`__signoff_at ${path}`.trimEnd())}`;
    if (offers === 'folder') return [`${at} -x -a '(__fish_complete_directories (commandline -ct))'`];
    return offers.map(({ text, meaning }) =>
      [`${at} -a ${text}`, ...(meaning === '' ? [] : [`-d ${fishQuoted(meaning)}`])].join(' '),
    );
  });
  return `# Completion of signoff for fish. Made by: signoff completion fish

function __signoff_line
    set -l tokens (commandline -opc)
    set -e tokens[1]
    set -l line
    set -l skip ''
    set -l literal ''
    for one in $tokens
        if test -n "$skip"
            set skip ''
            continue
        end
        if test -z "$literal"
            switch $one
                case --
                    set literal 1
                    continue
                case ${longs(valued).replaceAll('|', ' ')}
                    set skip 1
                    continue
                case '-*'
                    continue
            end
        end
        set -a line $one
    end
    string join ' ' -- $line
end

function __signoff_at
    set -l line (__signoff_line)
    test "$line" = "$argv"
end

function __signoff_within
    set -l line (__signoff_line)
    string match -q -- "$argv *" "$line "
end

complete -c signoff -f
${[...options, ...places].join('\n')}
`;
}

const scripts: Readonly<Record<Shell, (texts: Dictionary) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** The completion script for `shell`; meanings are in the language of `texts`. */
export function completionScript(shell: Shell, texts: Dictionary): string {
  return scripts[shell](texts);
}
